"""`kbo-screen meeting`: notices and rosters of the meeting that the letter calls."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kbo_screen.cli import options as o
from kbo_screen.cli.delivery import write_folder
from kbo_screen.cli.option_groups import (
    DataOptions,
    FileOptions,
    LetterOptions,
    VoiceOptions,
    as_command,
)
from kbo_screen.cli.output_check import check_output_folder
from kbo_screen.cli.running import check_of, run_of, run_options
from kbo_screen.cli.streams import help_language, say
from kbo_screen.cli.validate import (
    DistrictOption,
    RegistryOption,
)
from kbo_screen.findings import InputError, UsageError
from kbo_screen.formats.terminal.console import message_screen

if TYPE_CHECKING:
    from kbo_screen.checking.check_result import Validation
    from kbo_screen.results.meeting.invitations import MeetingCall
    from kbo_screen.tasks.check_lists import CheckOptions
    from kbo_screen.tasks.run_options import RunOptions


def _print_fields(value: bool) -> None:
    """Print the fields of templates, and leave."""
    if value:
        from kbo_screen.formats.terminal.screen_parts import print_indented
        from kbo_screen.results.meeting.notice_fields import field_lines

        print_indented(field_lines(help_language("th")))
        raise typer.Exit


ListsArgument = Annotated[
    list[Path],
    o.file_argument(
        metavar="SUBMISSION...", show_default=False, help="meeting.submissions"
    ),
]
ProposedOption = Annotated[bool, o.option("--proposed", help="meeting.proposed")]
FolderOption = Annotated[
    Path, o.file_option("--output", "-o", metavar="DIR", help="meeting.folder")
]
TemplateOption = Annotated[
    Path | None, o.file_option("--template", metavar="FILE", help="meeting.template")
]
ProvinceTemplateOption = Annotated[
    Path | None,
    o.file_option(
        "--province-template", metavar="FILE", help="meeting.province_template"
    ),
]
WithoutContactsOption = Annotated[
    bool, o.option("--without-contacts", help="meeting.without_contacts")
]
FieldsOption = Annotated[
    bool,
    o.option("--fields", callback=_print_fields, is_eager=True, help="meeting.fields"),
]


@as_command
def meeting(
    ctx: typer.Context,
    *,
    submissions: ListsArgument = [],
    registry: RegistryOption,
    output: FolderOption,
    letter: LetterOptions,
    district: DistrictOption = None,
    data: DataOptions,
    received: o.ReceivedOption = None,
    proposed: ProposedOption = False,
    take: o.TakeOption = None,
    template: TemplateOption = None,
    province_template: ProvinceTemplateOption = None,
    without_contacts: WithoutContactsOption = False,
    fields: FieldsOption = False,
    file: FileOptions,
    voice: VoiceOptions,
) -> int:
    """Write the notices of the meeting in Word and its rosters in Excel."""
    from kbo_screen.cli.step_commands import step_lines
    from kbo_screen.formats.terminal.meeting_terminal import show_meeting
    from kbo_screen.results.next_steps import steps_after_meeting
    from kbo_screen.tasks.call_meeting import LetterLook, meeting_files, read_templates
    from kbo_screen.tasks.check_lists import CheckOptions

    if bool(submissions) == proposed:
        raise UsageError.of("usage.lists-or-proposed")
    check_output_folder(ctx, output)
    _refuse_without_meeting(ctx)
    templates = read_templates({"notice": template, "province": province_template})
    checks = CheckOptions(
        received=received,
        district=district,
        expects_all=False,
    )
    call = _call(
        registry,
        submissions,
        run_options(ctx),
        checks,
        with_contacts=not without_contacts,
    )
    look = LetterLook(templates=templates, font=file.font)
    writers = meeting_files(call, look, with_contacts=not without_contacts)
    write_folder(writers, output, ctx, "meeting.written")
    if call.names_people:
        say("meeting.personal", voice.lang)
    if not voice.quiet:
        steps = step_lines(steps_after_meeting(call), ctx)
        show_meeting(call, message_screen(), steps)
    return 0


def _refuse_without_meeting(ctx: typer.Context) -> None:
    """Look at the letter before anything else is read. Raises UsageError where it tells of no meeting."""
    from kbo_screen.letters.loading import load_letter_file
    from kbo_screen.results.meeting.meeting_sentences import meeting_of

    meeting_of(load_letter_file(run_options(ctx).letter).letter)


def _call(
    registry: list[Path],
    submissions: list[Path],
    options: RunOptions,
    checks: CheckOptions,
    *,
    with_contacts: bool,
) -> MeetingCall:
    """Who is called: by the lists, or without any by the shortlist. Raises InputError where no list can be read."""
    from kbo_screen.results.meeting.invitations import (
        called_by_lists,
        called_by_shortlist,
    )

    run = run_of(registry, options)
    if not submissions:
        return called_by_shortlist(run, with_contacts=with_contacts)
    checked = check_of(submissions, run, options, checks)
    _refuse_unreadable(checked)
    return called_by_lists(checked, with_contacts=with_contacts)


def _refuse_unreadable(checked: Validation) -> None:
    if not checked.has_readable_list:
        raise InputError(*checked.findings)
