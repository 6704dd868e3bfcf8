//! Finds the language server on the PATH of the project and hands it the user's settings.

use zed_extension_api::settings::LspSettings;
use zed_extension_api::{self as zed, serde_json, LanguageServerId, Result};

const PROGRAM: &str = "prefect-toml-lsp";

struct PrefectToml;

impl zed::Extension for PrefectToml {
    fn new() -> Self {
        PrefectToml
    }

    fn language_server_command(
        &mut self,
        server: &LanguageServerId,
        worktree: &zed::Worktree,
    ) -> Result<zed::Command> {
        let binary = LspSettings::for_worktree(server.as_ref(), worktree)?.binary;
        let command = binary
            .and_then(|binary| binary.path)
            .or_else(|| worktree.which(PROGRAM))
            .ok_or("prefect-toml-lsp is not on the PATH: pipx install . in its clone")?;
        Ok(zed::Command {
            command,
            args: vec![],
            env: worktree.shell_env(),
        })
    }

    fn language_server_initialization_options(
        &mut self,
        server: &LanguageServerId,
        worktree: &zed::Worktree,
    ) -> Result<Option<serde_json::Value>> {
        Ok(LspSettings::for_worktree(server.as_ref(), worktree)?.initialization_options)
    }
}

zed::register_extension!(PrefectToml);
