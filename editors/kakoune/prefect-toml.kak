# Prefect's configuration files with kakoune-lsp 18 or later.

hook -group prefect-toml global BufSetOption filetype=toml %{
    evaluate-commands %sh{
        case "${kak_buffile##*/}" in
            prefect.toml | profiles.toml | pyproject.toml) echo prefect-toml-use-server ;;
        esac
    }
}

define-command -hidden prefect-toml-use-server %{
    set-option buffer lsp_servers %{
        [prefect-toml-lsp]
        command = "prefect-toml-lsp"
        root_globs = [".git", "uv.lock", "poetry.lock", "pyproject.toml", "prefect.toml"]
        settings_section = "prefectToml"
        [prefect-toml-lsp.settings.prefectToml]
        plainSecrets = "hint"
    }
}
