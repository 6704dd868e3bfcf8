"""`check`: reports what Prefect refuses, ignores or converts."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from prefect_toml_lsp.analysis import Severity
from prefect_toml_lsp.analysis.options import OUTPUT_FORMATS
from prefect_toml_lsp.cli.commands.files_argument import add_paths, find, without_unread
from prefect_toml_lsp.cli.exit_status import CLEAN, FAILED, FINDINGS, CannotRunError
from prefect_toml_lsp.cli.formats import (
    AUTO,
    FOR_PEOPLE,
    MODULES,
    STATISTICS,
    WITH_REPAIRS,
    Outcome,
    lines,
    resolved,
)
from prefect_toml_lsp.cli.streams import open_stream, say, working_directory
from prefect_toml_lsp.cli.targets import STDIN
from prefect_toml_lsp.prefect.units import counted
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.sources.kinds import FILE_NAMES, OFTEN_IGNORED

if TYPE_CHECKING:  # read when it is needed, for other commands to start fast
    from prefect_toml_lsp.cli.context import Options
    from prefect_toml_lsp.cli.discovery import Found
    from prefect_toml_lsp.cli.files import Checked
    from prefect_toml_lsp.cli.reports import Report
    from prefect_toml_lsp.cli.rewriting import Rewrite
    from prefect_toml_lsp.cli.selection import Selection

_UNWATCHED = (
    "--fix", "--unsafe-fixes", "--diff", "--show-files", "--output-file", "--write-baseline",
)  # fmt: skip
"""Options that do not work with `--watch`: each writes something, or stops at once."""
ABOUT = f"""\
Report what Prefect refuses, ignores or converts in its configuration files.

In a folder and in each folder below it, check reads every file that Prefect would read there:
{", ".join(FILE_NAMES)}.
It leaves out .git, virtual environments, node_modules, and what .gitignore names, except for
{", ".join(OFTEN_IGNORED)}.
A file given by name is judged in its folder, whatever its name. - is standard input.

Exit status: 0 no errors or warnings; 1 errors or warnings; 2 it could not run, or a file given by
name could not be read. With --watch, Ctrl-C ends it with 0."""


class _Seen(NamedTuple):
    """The checked files, the result of each, and the reports."""

    found: Found
    checked: list[Checked]
    reports: list[Report]


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `check`."""
    add_paths(parser)
    _fixing(parser.add_argument_group("what to change"))
    _judging(parser.add_argument_group("how to judge"))
    _choosing(parser.add_argument_group("what to report"))
    _showing(parser.add_argument_group("how to report"))


def _judging(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--prefect-version",
        metavar="RELEASE",
        help="judge by this Prefect release, such as 3.8.8 (default: that of the project)",
    )
    group.add_argument(
        "--environment",
        action="store_true",
        help="also count this machine's environment variables and the user's profile",
    )
    group.add_argument(
        "--profile",
        metavar="NAME",
        help="like --environment, with this profile active",
    )
    group.add_argument(
        "--plain-secrets",
        choices=("hint", "warning"),
        help="how to report a secret in plain text (default: hint)",
    )
    group.add_argument("--strict", action="store_true", help="the same as --plain-secrets warning")


def _choosing(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--select",
        action="append",
        metavar="CODES",
        help="report only these: codes or their beginnings, separated by commas, or all",
    )
    group.add_argument(
        "--ignore", action="append", metavar="CODES", help="leave these out; written like --select"
    )
    group.add_argument("--baseline", metavar="FILE", help="leave out the findings in this file")
    group.add_argument(
        "--write-baseline", metavar="FILE", help="write the findings to a baseline, and stop"
    )
    group.add_argument(
        "--changed",
        nargs="?",
        const="HEAD",
        metavar="REVISION",
        help="check only folders in which a file differs from a revision (default: HEAD)",
    )
    group.add_argument(
        "--severity",
        choices=[each.word for each in Severity],
        help="report this severity and above (default: hint)",
    )


def _fixing(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--fix",
        action="store_true",
        help="write the safe fixes, which keep what Prefect reads or write the one clear meaning",
    )
    group.add_argument(
        "--unsafe-fixes",
        action="store_true",
        help="also write likely fixes, such as the most similar name",
    )
    group.add_argument(
        "--diff", action="store_true", help="show what these would change and write nothing"
    )


def _showing(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--output-format",
        choices=OUTPUT_FORMATS,
        type=lambda name: "full" if name == "text" else name,
        help=f"one of {', '.join(OUTPUT_FORMATS)} (default: full)",
        metavar="FORMAT",
    )
    group.add_argument("--output-file", metavar="FILE", help="write the findings to a file")
    group.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="whether to use colours (default: auto)",
    )
    group.add_argument(
        "--watch", action="store_true", help="check again whenever a file changes, until Ctrl-C"
    )
    group.add_argument("-q", "--quiet", action="store_true", help="print findings only")
    group.add_argument(
        "--statistics", action="store_true", help="count the findings of each code instead"
    )
    group.add_argument(
        "--show-files", action="store_true", help="list the files that would be checked, and stop"
    )
    group.add_argument(
        "--exit-zero", action="store_true", help="exit with 0 even if there are findings"
    )


def run(options: argparse.Namespace) -> int:
    """Check and report; the exit status."""
    open_stream(sys.stdout, "output")  # before all the work
    working_directory()
    _refuse_contradictions(options)
    if options.watch:
        from prefect_toml_lsp.cli.watching import watch

        return watch(partial(_screen, options), options.paths or ["."])
    options.output_format = options.output_format or _configured_format()
    judged_by, selection = _judged_by(options), _selection(options)
    found = _found(options)
    if options.show_files:
        say(target.path for target in found.targets)
        return CLEAN
    if options.diff or options.fix or options.unsafe_fixes:
        from prefect_toml_lsp.cli.fixing import fixing

        rewrite = fixing(judged_by, selection, unsafe=options.unsafe_fixes)
        return _rewrite(found, rewrite, options, partial(_check, found, judged_by, selection))
    return _check(found, judged_by, selection, options)


def _refuse_contradictions(options: argparse.Namespace) -> None:
    """Raises `CannotRunError` for options that contradict each other."""
    is_for_people = options.output_format in (None, AUTO, *FOR_PEOPLE)
    if options.statistics and not is_for_people:
        raise CannotRunError("--statistics is text for people; leave out --output-format")
    if not options.watch:
        return
    others = [name for name in _UNWATCHED if getattr(options, name[2:].replace("-", "_"))]
    if not is_for_people:
        others.append("--output-format")
    if others:
        raise CannotRunError(f"--watch only shows findings; leave out {', '.join(others)}")
    if STDIN in options.paths:
        raise CannotRunError("--watch cannot tell when standard input changes; name a file")


def _found(options: argparse.Namespace) -> Found:
    """The files to check."""
    found = find(options)
    if options.changed is None:
        return found
    from prefect_toml_lsp.cli.changed import only_changed

    return found._replace(targets=only_changed(found.targets, options.changed))


def _screen(options: argparse.Namespace) -> tuple[list[str], int]:
    """The current output for `--watch`, and the number of files."""
    chosen = options.output_format or _configured_format()
    form = chosen if chosen in FOR_PEOPLE else "full"
    options = argparse.Namespace(**{**vars(options), "output_format": form})
    seen = _look(_found(options), _judged_by(options), _selection(options), options)
    return [*_lines(seen, options)], len(seen.found.targets)


def _rewrite(
    found: Found,
    rewrite: Rewrite,
    options: argparse.Namespace,
    check: Callable[[argparse.Namespace], int],
) -> int:
    """Write the fixes and check again, or show a diff; returns the exit status."""
    from prefect_toml_lsp.cli.fixing import tell
    from prefect_toml_lsp.cli.rewriting import pass_through, show_differences, write_all

    if options.diff:
        found = without_unread(found)
        status = show_differences([each for each in found.targets if not each.is_stdin], rewrite)
        return FAILED if found.refused else status
    files = [each for each in found.targets if not each.is_stdin]
    for each in found.targets:
        if each.is_stdin:
            return pass_through(each, rewrite)
    outcome = write_all(files, rewrite)
    tell(outcome.written, quiet=options.quiet)
    return max(FAILED if outcome.failed else CLEAN, check(options))


def _configured_format() -> str:
    """The format that the project of the current folder chooses."""
    from prefect_toml_lsp.cli.context import chosen_in

    chosen = chosen_in(working_directory())
    return chosen.output_format or "full"


def _judged_by(options: argparse.Namespace) -> Options:
    """The options for checking, from the parsed command line. Raises `CannotRunError` if
    `--prefect-version` is not a usable release.
    """
    from prefect_toml_lsp.cli.context import Options, named_release
    from prefect_toml_lsp.cli.discovery import roots_of

    if options.prefect_version is not None:
        named_release(options.prefect_version)
    return Options(
        prefect_version=options.prefect_version,
        environment=options.environment or options.profile is not None,
        profile=options.profile,
        plain_secrets="warning" if options.strict else options.plain_secrets,
        is_selected=bool(options.select or options.ignore),
        repairs=options.output_format in WITH_REPAIRS,
        fixable=_says_what_next(options),
        roots=roots_of(options.paths or ["."]),
    )


def _says_what_next(options: argparse.Namespace) -> bool:
    """Whether the output ends with what to do next."""
    if options.quiet or options.statistics or options.fix or options.unsafe_fixes:
        return False
    return MODULES.get(resolved(options.output_format)) == "full"


def _selection(options: argparse.Namespace) -> Selection:
    """The codes and severities to report. Raises `CannotRunError`."""
    from prefect_toml_lsp.cli.selection import selected

    return selected(options.select, options.ignore or (), options.severity)


def _check(
    found: Found, judged_by: Options, selection: Selection, options: argparse.Namespace
) -> int:
    """Report the findings; returns the exit status."""
    from prefect_toml_lsp.cli.reports import FAILING

    seen = _look(found, judged_by, selection, options)
    if options.write_baseline:
        return _write_baseline(seen.reports, options.write_baseline)
    shown = _lines(seen, options)
    if options.output_file:
        _write(shown, options.output_file)
    else:
        say(shown)
    if found.refused or any(each.is_missing for each in seen.checked):
        return FAILED
    fails = any(report.severity in FAILING for report in seen.reports) and not options.exit_zero
    return FINDINGS if fails else CLEAN


def _look(
    found: Found, judged_by: Options, selection: Selection, options: argparse.Namespace
) -> _Seen:
    """Raises `CannotRunError`."""
    from prefect_toml_lsp.cli.machine import check_machine
    from prefect_toml_lsp.cli.own_configuration import with_configurations
    from prefect_toml_lsp.cli.parallel import check_targets

    on_machine = check_machine(found.targets, judged_by)
    found = found._replace(targets=with_configurations(found.targets))
    checked = check_targets(found.targets, judged_by)
    every = [*found.reports, *(report for each in checked for report in each.reports)]
    every += on_machine
    reports = [report for report in every if selection.takes(report)]
    if options.baseline and not options.write_baseline:
        from prefect_toml_lsp.cli.baseline import beyond

        reports = beyond(reports, options.baseline)
    return _Seen(found, checked, reports)


def _write_baseline(reports: Sequence[Report], path: str) -> int:
    from prefect_toml_lsp.cli.baseline import to_baseline

    _write([to_baseline(reports)], path)
    say([f"Wrote {counted(len(reports), 'findings')} to {path}."])
    return CLEAN


def _lines(seen: _Seen, options: argparse.Namespace) -> Iterable[str]:
    """The findings as text, for the terminal or a file."""
    from prefect_toml_lsp.cli.columns import columns_of
    from prefect_toml_lsp.cli.palette import PLAIN, palette_for
    from prefect_toml_lsp.cli.summary import Summary, next_step

    form = STATISTICS if options.statistics else resolved(options.output_format)
    if form in FOR_PEOPLE and not seen.reports and not seen.checked:
        return ()  # no file was checked, which was already reported
    palette, width = PLAIN, None
    if not options.output_file:
        palette, width = palette_for(sys.stdout, options.color), columns_of(sys.stdout)
    targets = seen.found.targets
    paths = [target.path for target in targets]
    if options.quiet:
        return lines(form, Outcome(seen.reports, paths, None, palette, width))
    summary = Summary.of(targets, seen.checked)
    after = next_step(seen.reports)
    return lines(form, Outcome(seen.reports, paths, summary, palette, width, after))


def _write(lines: Iterable[str], path: str) -> None:
    """Raises `CannotRunError`."""
    from prefect_toml_lsp.files.writing import write_lines

    try:
        write_lines(lines, path)
    except OSError as error:
        raise CannotRunError(f"cannot write {path}: {error.strerror or error}") from None
