"""The user's settings, from `initializationOptions` and `workspace/configuration` (LSP 3.17)."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from typing import Any

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from prefect_toml_lsp.features.options import SECTION, read_settings
from prefect_toml_lsp.server.protocol import Protocol

log = logging.getLogger(__name__)


class Configuration:
    """Keeps the client's settings up to date; later ones win over those of `initialize`, setting by
    setting.

    Mistakes are shown once (`window/showMessage`), and the default is used.
    """

    def __init__(self, server: LanguageServer, protocol: Protocol) -> None:
        self._server = server
        self._protocol = protocol
        self._initial: Mapping[str, Any] = {}
        self._waiting: list[str] = []
        self._said: set[str] = set()

    def take_initial(self, options: Any) -> None:
        """Read `initializationOptions`; complaints wait, because nothing may be sent yet."""
        if isinstance(options, Mapping):
            self._initial = options
        self._use(options)

    def registrations(self) -> Iterator[lsp.Registration]:
        """The registrations for news of changes."""
        workspace = self._server.client_capabilities.workspace
        changes = workspace.did_change_configuration if workspace else None
        if changes and changes.dynamic_registration:
            method = lsp.WORKSPACE_DID_CHANGE_CONFIGURATION
            options = lsp.DidChangeConfigurationRegistrationOptions(SECTION)
            yield lsp.Registration(method, method, options)

    async def pull(self) -> bool:
        """Request the client's settings; returns false if it does not support that."""
        workspace = self._server.client_capabilities.workspace
        if not (workspace and workspace.configuration):
            return False
        item = lsp.ConfigurationItem(section=SECTION)
        try:
            answer = await self._server.workspace_configuration_async(
                lsp.ConfigurationParams([item])
            )
        except JsonRpcException as error:
            log.warning("the client did not send its settings: error %d", error.code)
            return False
        self._update(answer[0] if answer else None)
        return True

    async def changed(self, settings: Any) -> None:
        """Handle `workspace/didChangeConfiguration`: ask again, or use the settings in it."""
        if not await self.pull():
            self._update(settings.get(SECTION) if isinstance(settings, Mapping) else settings)

    def complain(self) -> None:
        """Show each mistake once."""
        for complaint in self._waiting:
            if complaint not in self._said:
                self._said.add(complaint)
                message = lsp.ShowMessageParams(lsp.MessageType.Warning, complaint)
                self._server.window_show_message(message)
        self._waiting.clear()

    def _update(self, given: Any) -> None:
        self._use(_over(self._initial, given) if isinstance(given, Mapping) else given)
        self._protocol.renew()
        self.complain()

    def _use(self, given: Any) -> None:
        given = self._initial if given is None else given
        settings, complaints = read_settings(given)
        self._waiting += [*complaints, *self._protocol.session.configure(settings)]


def _over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Merge two objects, nested ones too; if both have a member, the value in `above` wins unless
    it is null.
    """
    merged = dict(below)
    for name, value in above.items():
        if isinstance(value, Mapping) and isinstance(merged.get(name), Mapping):
            merged[name] = _over(merged[name], value)
        elif value is not None:
            merged[name] = value
    return merged
