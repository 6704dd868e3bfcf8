;;; prefect-toml.el --- Prefect's configuration files with eglot  -*- lexical-binding: t; -*-

;; SPDX-License-Identifier: Apache-2.0
;; Version: 0.1.0
;; Package-Requires: ((emacs "27.1") (eglot "1.9"))
;; Keywords: languages, tools

;;; Commentary:

;; Starts the language server `prefect-toml-lsp' for prefect.toml, profiles.toml, pyproject.toml
;; and .env.  Eglot gives a server all buffers of a major mode, and most TOML has nothing to do
;; with Prefect: so these files get modes of their own, which are `conf-toml-mode' and
;; `conf-unix-mode' otherwise.

;;; Code:

(require 'browse-url)

(autoload 'eglot-ensure "eglot")
(declare-function eglot-current-server "eglot")
(declare-function jsonrpc-request "jsonrpc")
(defvar eglot-server-programs)

(defgroup prefect-toml nil
  "Prefect's configuration files."
  :group 'languages)

(defcustom prefect-toml-program "prefect-toml-lsp"
  "The language server: a name on the variable `exec-path', or a whole path."
  :type 'string)

(defvar prefect-toml--told nil
  "Whether the user has been told that the server is missing.")

(defun prefect-toml-ensure ()
  "Start the server for this buffer, or say once that there is none."
  (cond ((executable-find prefect-toml-program t) (eglot-ensure))
        ((not prefect-toml--told)
         (setq prefect-toml--told t)
         (display-warning
          'prefect-toml
          (format "%s is not on the PATH: install it (`pipx install .' in its clone) and \
open the file again" prefect-toml-program)))))

(defconst prefect-toml--page "*Prefect settings*"
  "The buffer of the settings in force.")

(defvar-local prefect-toml--source nil
  "The buffer that `prefect-toml-effective-settings' was called in.")

(defun prefect-toml-effective-settings ()
  "Show the settings in force in the folder of this file, and where they come from.
They are shown again by `g', and when one of Prefect's files is saved."
  (interactive)
  (let ((source (current-buffer)))
    (with-current-buffer (get-buffer-create prefect-toml--page)
      (special-mode)
      (setq truncate-lines t
            prefect-toml--source source
            revert-buffer-function #'prefect-toml--write-page)
      (prefect-toml--write-page)
      (display-buffer (current-buffer)))))

(defun prefect-toml--write-page (&rest _)
  "Ask the server what is in force, and write it into this buffer."
  (let* ((uri (browse-url-file-url (buffer-file-name prefect-toml--source)))
         (found (with-current-buffer prefect-toml--source
                  (jsonrpc-request (or (eglot-current-server) (user-error "No server runs here"))
                                   :workspace/executeCommand
                                   (list :command "prefect-toml.showEffectiveSettings"
                                         :arguments (vector uri)))))
         (inhibit-read-only t)
         (place (point)))
    (erase-buffer)
    (insert (plist-get found :text))
    (goto-char (min place (point-max)))))

(defun prefect-toml--renew-page ()
  "Write the page of the settings in force again where it is shown."
  (let ((page (get-buffer prefect-toml--page)))
    (when (and page (get-buffer-window page t))
      (with-current-buffer page
        (when (buffer-live-p prefect-toml--source)
          (prefect-toml--write-page))))))

(defun prefect-toml--set-up ()
  "What both modes do."
  (add-hook 'after-save-hook #'prefect-toml--renew-page nil t)
  (prefect-toml-ensure))

;;;###autoload
(define-derived-mode prefect-toml-mode conf-toml-mode "Prefect"
  "Major mode for prefect.toml, profiles.toml and pyproject.toml."
  (prefect-toml--set-up))

;;;###autoload
(define-derived-mode prefect-dotenv-mode conf-unix-mode "Prefect .env"
  "Major mode for the .env that Prefect reads."
  (prefect-toml--set-up))

(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs
               '(((prefect-toml-mode :language-id "toml")
                  (prefect-dotenv-mode :language-id "dotenv"))
                 . (lambda (&rest _) (list prefect-toml-program)))))

;;;###autoload
(progn
  (add-to-list 'auto-mode-alist
               '("/\\(?:prefect\\|profiles\\|pyproject\\)\\.toml\\'" . prefect-toml-mode))
  ;; At the end: a mode that another package has for .env goes first.
  (add-to-list 'auto-mode-alist '("/\\.env\\'" . prefect-dotenv-mode) t))

(provide 'prefect-toml)
;;; prefect-toml.el ends here
