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

(autoload 'eglot-ensure "eglot")
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
          (format "%s is not on the PATH: install it (pipx install prefect-toml-lsp) and \
open the file again" prefect-toml-program)))))

;;;###autoload
(define-derived-mode prefect-toml-mode conf-toml-mode "Prefect"
  "Major mode for prefect.toml, profiles.toml and pyproject.toml."
  (prefect-toml-ensure))

;;;###autoload
(define-derived-mode prefect-dotenv-mode conf-unix-mode "Prefect .env"
  "Major mode for the .env that Prefect reads."
  (prefect-toml-ensure))

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
