"""pygls's server with what our session needs."""

from __future__ import annotations

from typing import Any

from pygls.lsp.server import LanguageServer

from prefect_toml_lsp import __version__
from prefect_toml_lsp.server.configuration import Configuration
from prefect_toml_lsp.server.effective import EffectiveSettings
from prefect_toml_lsp.server.protocol import Protocol
from prefect_toml_lsp.server.scan import Scan
from prefect_toml_lsp.server.session import Session


class PrefectTomlServer(LanguageServer):
    """pygls's server with a `Session`."""

    protocol: Protocol

    def __init__(self) -> None:
        super().__init__("prefect-toml-lsp", __version__, protocol_cls=Protocol)
        self.configuration = Configuration(self, self.protocol)
        self.scan = Scan(self.session)
        self.effective = EffectiveSettings(self.session)

    @property
    def session(self) -> Session:
        """The state of this client's session."""
        return self.protocol.session

    def report_server_error(self, error: Exception, source: Any) -> None:  # noqa: ARG002
        """Log failures outside of a request, without interrupting the user."""
        self.protocol.report(error)
