;;; emacs.el --- What the tests ask of a batch Emacs  -*- lexical-binding: t; -*-

(require 'json)
(require 'package)

(setq native-comp-deferred-compilation nil)

(defmacro prefect-test-until (form)
  "Let processes and timers run until FORM is true; its value."
  `(let ((end (+ (float-time) 30)) found)
     (while (not (setq found ,form))
       (when (> (float-time) end)
         (error "Not within 30 s: %S" ',form))
       (accept-process-output nil 0.05)
       (redisplay))
     found))

(defun prefect-test-ask (file answer ask)
  "Open FILE as a user would, call ASK, and write what it returns to ANSWER as JSON."
  (package-activate-all)
  (load (locate-user-emacs-file "init.el") nil t)
  (find-file file)
  (run-hooks 'post-command-hook)        ; There is no command loop, and eglot waits for it.
  (let ((found (funcall ask)))
    (with-temp-file answer
      (insert (json-encode found))))
  (eglot-shutdown-all))

(defun prefect-test-findings ()
  "The findings in this buffer: a vector of [LINE TYPE TEXT], once there are any."
  (prefect-test-until (progn (flymake-start) (flymake-diagnostics)))
  (vconcat
   (mapcar (lambda (each)
             (vector (line-number-at-pos (flymake-diagnostic-beg each))
                     (format "%s" (flymake-diagnostic-type each))
                     (flymake-diagnostic-text each)))
           (flymake-diagnostics))))

(defun prefect-test-text ()
  "The text of this buffer."
  (buffer-substring-no-properties (point-min) (point-max)))

(defun prefect-test-after (text)
  "Go after the first TEXT."
  (goto-char (point-min))
  (search-forward text))
