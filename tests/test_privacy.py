"""Nothing leaves the library but its answers: no file, network, environment, log or stray value.

What a caller passed may be repeated in an error, shortened; nothing else of the patient may.
"""

from __future__ import annotations

import ast
import json
import logging
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import all_risk
from all_risk import quantities
from all_risk.errors import AllRiskError
from all_risk.export import read_rule, read_rules, rules
from all_risk.genetics.fish import read_fish
from all_risk.genetics.karyotype import read_karyotype
from all_risk.genetics.names import lesion
from all_risk.interop.cds_hooks import cards
from all_risk.interop.fhir import Meaning, read_bundle, write_risk_assessment
from all_risk.interop.phenopackets import read_phenopacket
from all_risk.published.nmdp_patient_2017 import nmdp_patient_2017
from all_risk.schema import schema
from canaries import OTHER, OWN, codes_in, repeats_little, shown

ROOT = Path(__file__).parents[1]
PACKAGE = Path(all_risk.__file__).resolve().parent


def core() -> list[Path]:
    """The modules of the core. Tables are an extra, which opens the files that it is given."""
    return [file for file in PACKAGE.rglob("*.py") if "cohort" not in file.parts]


# What the library touches.

_WATCHED = '''
import json, os, sys
root, documents, bundle, request = json.load(sys.stdin)
package = os.path.join(os.path.realpath(root), "")
# The interpreter's own directories: what is imported from the standard library, attrs and cattrs.
installed = tuple(os.path.join(os.path.realpath(p), "") for p in sys.path if p and os.path.isdir(p))
read, refused, environment = set(), [], []

class Environment(type(os.environ)):
    """Notes which reads come from the library itself, or from below one of its calls."""
    def __getitem__(self, key):
        frame = sys._getframe(1)
        while frame is not None:
            if os.path.realpath(frame.f_code.co_filename).startswith(package):
                environment.append(key)
                break
            frame = frame.f_back
        return super().__getitem__(key)

os.environ.__class__ = Environment
imports_allowed = True

def watch(event, args):
    if event == "open":
        path, mode, flags = args
        if isinstance(path, int) or (flags or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            refused.append(("write", str(path)))
        else:
            name = os.path.realpath(os.fsdecode(path))
            ours = name.startswith(package) and name.endswith((".py", ".pyc", ".mo"))
            code = name.startswith(installed) and name.endswith((".py", ".pyc", ".so"))
            read.add(name)
            if not imports_allowed or not (ours or code):
                refused.append(("open", name))
    elif event in ("os.listdir", "os.scandir"):
        if not imports_allowed:
            refused.append((event, str(args)))
    elif event.split(".")[0] in ("os", "socket", "subprocess", "shutil", "http", "urllib",
            "ftplib", "smtplib", "tempfile", "glob", "pathlib", "webbrowser", "ctypes",
            "syslog", "pty", "fcntl"):
        refused.append((event, str(args)))
    if refused:
        raise PermissionError(refused[-1])

sys.addaudithook(watch)

def everything():
    import all_risk
    from all_risk.interop.cds_hooks import cards, discovery
    from all_risk.interop.fhir import read_bundle, write_bundle
    from all_risk.interop.phenopackets import read_phenopacket, write_phenopacket
    from all_risk.export import read_rules, rules
    from all_risk.schema import SCHEMAS, schema
    for text in documents:
        patient = all_risk.from_json(text)
        all_risk.to_json(patient)
        answer = all_risk.evaluate(patient)
        compared, course = all_risk.compare(patient), all_risk.timeline(patient)
        for language in ("en", "es"):
            for audience in ("clinician", "patient"):
                answer.explain(audience=audience, language=language)
            compared.explain(language=language)
            course.explain(language=language)
            all_risk.classify(patient, "nci-rome").explain(language=language)
            all_risk.check(patient).explain(language=language)
        compared._repr_html_()
        for each in (answer, compared, course):
            all_risk.to_json(each)
        read_bundle(json.dumps(write_bundle(patient)))
        read_phenopacket(json.dumps(write_phenopacket(patient, created="2025-03-01T12:00:00Z")))
    for source in all_risk.guidelines():
        str(source)
    read_bundle(bundle)
    cards(request, docs="https://docs.example.org")
    discovery()
    all_risk.genetics.lesion("TEL-AML1")
    all_risk.to_json(all_risk.genetics.read_karyotype("46,XX,t(9;22)(q34;q11.2)[20]"))
    all_risk.to_json(all_risk.genetics.read_fish("nuc ish(ABL1,BCR)x3(ABL1 con BCR)x2[87/200]"))
    read_rules(rules())
    [schema(name) for name in SCHEMAS]
    try:
        all_risk.from_json("{")
    except all_risk.errors.AllRiskError:
        pass

everything()
loaded = set(read)
imports_allowed = False
everything()
sys.stdout.write(json.dumps([sorted(loaded), environment, len(read) - len(loaded)]))
'''


def test_only_the_package_itself_is_read_and_only_once() -> None:
    """The first round may import code and open catalogues; in the second any access is refused."""
    cases = [
        f.read_text(encoding="utf-8") for f in sorted((ROOT / "examples/cases").glob("*.json"))
    ]
    bundle = json.loads((ROOT / "examples/fhir/hospital.json").read_text(encoding="utf-8"))
    request = (ROOT / "examples/cds_hooks_service/request.json").read_text(encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-B", "-c", _WATCHED],
        input=json.dumps([str(PACKAGE), cases[:5], bundle, json.loads(request)]),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stderr == ""
    loaded, environment, later = json.loads(done.stdout)
    assert [name for name in loaded if name.endswith("clinician.mo")]
    assert environment == []
    assert later == 0


def test_the_watch_notices_what_it_should() -> None:
    """The test above can fail: each kind of access, done from there, ends the process."""
    for access in (
        "open('/etc/hostname')",
        "open(os.path.join(root, 'new.py'), 'w')",
        "os.listdir('.')",
        "__import__('socket').socket()",
        "__import__('subprocess').run(['true'])",
    ):
        broken = _WATCHED.replace(
            "imports_allowed = False\n", f"imports_allowed = False\n{access}\n"
        )
        broken = broken.replace("everything()\nloaded", "loaded")
        done = subprocess.run(
            [sys.executable, "-B", "-c", broken],
            input=json.dumps([str(PACKAGE), [], {}, {}]),
            capture_output=True,
            text=True,
            check=False,
        )
        assert "PermissionError" in done.stderr, access
    assert not (PACKAGE / "new.py").exists()


def test_the_watch_notices_a_read_of_the_environment() -> None:
    read = "exec(compile('os.environ.get(\"HOME\")', os.path.join(package, 'new.py'), 'exec'))"
    broken = _WATCHED.replace("everything()\nloaded", f"{read}\nloaded")
    done = subprocess.run(
        [sys.executable, "-B", "-c", broken.replace("everything()\nsys", "sys")],
        input=json.dumps([str(PACKAGE), [], {}, {}]),
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout)[1] == ["HOME"]


def test_no_module_of_the_core_imports_what_reaches_out() -> None:
    outside = {
        "asyncio", "builtins", "ctypes", "getpass", "glob", "http", "io", "locale", "logging", "os",
        "pathlib", "platform", "random", "requests", "secrets", "shutil", "socket", "ssl",
        "subprocess", "tempfile", "threading", "time", "urllib", "uuid1", "warnings",
    }  # fmt: skip
    found = {
        (str(file.relative_to(PACKAGE)), name)
        for file in core()
        for name in _imported(ast.parse(file.read_text(encoding="utf-8")))
        if name in outside
    }
    assert {file for file, _ in found} <= {"cli.py"}


def _imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name.split(".")[0] for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").split(".")[0]


def test_the_clock_is_read_only_by_the_command_line() -> None:
    clocks = {"today", "now", "utcnow", "monotonic", "perf_counter", "localtime", "gmtime"}
    for file in core():
        if file.name != "cli.py":
            tree = ast.parse(file.read_text(encoding="utf-8"))
            calls = (n.func for n in ast.walk(tree) if isinstance(n, ast.Call))
            asked = {called.attr for called in calls if isinstance(called, ast.Attribute)}
            assert not asked & clocks, file


# What the library says.


@pytest.fixture
def logged() -> Iterator[list[logging.LogRecord]]:
    """Every record that any logger makes, whatever its level."""
    records: list[logging.LogRecord] = []
    make = logging.getLogRecordFactory()

    def keep(*args: Any, **named: Any) -> logging.LogRecord:
        records.append(record := make(*args, **named))
        return record

    root, level = logging.getLogger(), logging.getLogger().level
    logging.setLogRecordFactory(keep)
    root.setLevel(1)
    yield records
    root.setLevel(level)
    logging.setLogRecordFactory(make)


def test_nothing_is_logged_or_printed(
    logged: list[logging.LogRecord], capfd: pytest.CaptureFixture[str]
) -> None:
    for file in sorted((ROOT / "examples/cases").glob("*.json"))[:3]:
        patient = all_risk.from_json(file.read_text(encoding="utf-8"))
        all_risk.to_json(all_risk.evaluate(patient))
        all_risk.evaluate(patient).explain(audience="patient", language="es")
        all_risk.compare(patient).explain()
        all_risk.timeline(patient).explain()
    for attempt in ERRORS.values():
        with pytest.raises(AllRiskError):
            attempt()
    assert logged == []
    assert capfd.readouterr() == ("", "")
    logging.getLogger("all_risk").debug("the fixture sees every record")
    assert len(logged) == 1


# Every error, with a value in it that must not be repeated at length, and others not at all.

NUMBER = 8675309
_FORMAT = {"format": "all-risk/patient/1", "id": OTHER}


def _document(**parts: Any) -> Callable[[], object]:
    text = json.dumps({**_FORMAT, **parts})
    return lambda: all_risk.from_json(text)


def _diagnosis(**parts: Any) -> Callable[[], object]:
    return _document(diagnosis={"immunophenotype": [OTHER], **parts}, genetics=[_LESION])


_LESION = {"lesion": "BCR::ABL1", "source": OTHER}


def _bundle(*resources: dict[str, Any], **parts: Any) -> dict[str, Any]:
    person = {"resourceType": "Patient", "id": "p", "name": [{"family": OTHER}]}
    entry = [{"resource": each} for each in (person, *resources)]
    return {"resourceType": "Bundle", "type": "collection", "entry": entry, **parts}


def _fhir(**parts: Any) -> Callable[[], object]:
    return lambda: read_bundle(json.dumps(_bundle(**parts)))


def _packet(**parts: Any) -> Callable[[], object]:
    document = {"id": OTHER, "subject": {"id": OTHER}, **parts}
    return lambda: read_phenopacket(json.dumps(document))


def _request(**parts: Any) -> Callable[[], object]:
    request = json.loads(
        (ROOT / "examples/cds_hooks_service/request.json").read_text(encoding="utf-8")
    )
    request["prefetch"]["patient"]["name"] = [{"family": OTHER}]
    return lambda: cards({**request, **parts}, docs="https://docs.example.org")


def _rules(**parts: Any) -> Callable[[], object]:
    return lambda: read_rules({**rules(), "library_version": OTHER, **parts})


def _many_days() -> object:
    first = date(2000, 1, 1)
    mrd = tuple(all_risk.Mrd(date=first + timedelta(days=i)) for i in range(1001))
    return all_risk.timeline(all_risk.Patient(id=OTHER, mrd=mrd))


ERRORS: dict[str, Callable[[], object]] = {
    "ambiguous": _diagnosis(wbc={"low": 5, "value": 5, "unit": "10*9/L"}),
    "context_missing": _request(context={OWN: OTHER}),
    "contradiction": _document(
        genetics=[{"lesion": "Ph-negative", "status": "detected", "source": OTHER}]
    ),
    "duplicate_key": lambda: all_risk.from_json(
        f'{{"format": "all-risk/patient/1", "id": "{OTHER}", "{OWN}": 1, "{OWN}": 2}}'
    ),
    "empty": _diagnosis(wbc={"low": NUMBER, "high": 5, "unit": "10*9/L"}),
    "format_missing": lambda: all_risk.from_dict({"id": OTHER}),
    "format_unknown": _document(format=OWN),
    "history": _fhir(type="history"),
    "implausible": _diagnosis(wbc=f"{NUMBER} x10^9/L"),
    "impossible_order": _document(
        birth_date="2020-01-01", diagnosis={"date": "2019-01-01"}, genetics=[_LESION]
    ),
    "lesion_ambiguous": _document(genetics=[{"lesion": "hypodiploidy", "source": OTHER}]),
    "lesion_negated": lambda: lesion("Ph-negative"),
    "lesion_unknown": _document(genetics=[{"lesion": OWN, "source": OTHER}]),
    "negative": _diagnosis(wbc={"value": -NUMBER, "unit": "10*9/L"}),
    "no_lesion": lambda: Meaning("finding"),
    "no_such_date": _diagnosis(date="2025-02-30"),
    "no_result": _document(genetics=[{"source": OTHER}]),
    "no_time_zone": lambda: write_risk_assessment(
        all_risk.evaluate(all_risk.Patient(id=OTHER)), recorded=datetime(2025, 3, 1, 12, 0)
    ),
    "no_value": _diagnosis(wbc={"unit": "10*9/L"}),
    "no_words": lambda: all_risk.evaluate(all_risk.Patient(id=OTHER)).explain(language=OWN),
    "not_a_date": _diagnosis(date=OWN),
    "not_a_number": _diagnosis(wbc={"value": OWN, "unit": "10*9/L"}),
    "not_a_uuid": _request(hookInstance=OWN),
    "not_finite": lambda: quantities.number(Decimal("Infinity")),
    "not_json": lambda: all_risk.from_json(f'{{"id": "{OTHER}", {OWN}'),
    "not_json, a mark": lambda: all_risk.from_json(f'\ufeff{{"id": "{OTHER}", {OWN}'),
    "not_json, a bundle": lambda: read_bundle(f'{{"id": "{OTHER}", {OWN}'),
    "not_json, a number": lambda: read_bundle(f'{{"id": "{OTHER}", "a": {"9" * 5000}}}'),
    "not_json, a phenopacket": lambda: read_phenopacket(f'{{"id": "{OTHER}", {OWN}'),
    "not_utf8": lambda: all_risk.from_json(json.dumps({**_FORMAT, "id": f"\ud800{OTHER}"})),
    "not_utf8, bytes": lambda: all_risk.from_json(f'{{"id": "{OTHER}'.encode() + b"\xff"),
    "not_utf8, a bundle": lambda: read_bundle(f'{{"id": "{OTHER}'.encode() + b"\xff"),
    "not_utf8, a phenopacket": lambda: read_phenopacket(f'{{"id": "{OTHER}'.encode() + b"\xff"),
    "not_whole": _document(genetics=[{"modal_number": 46.5, "source": OTHER}]),
    "other_patient": _request(context={"userId": OTHER, "patientId": OWN}),
    "prefetch_missing": _request(prefetch={OTHER: {}}),
    "several_patients": lambda: read_bundle(
        _bundle({"resourceType": "Patient", "id": "q", "name": [{"family": OTHER}]})
    ),
    "several_results": _document(genetics=[{"modal_number": 46, "dna_index": 1, "source": OTHER}]),
    "too_deep": lambda: all_risk.from_json(f'{{"id": "{OTHER}", "a": {"[" * 100_000}'),
    "too_large": lambda: all_risk.from_json(json.dumps({**_FORMAT, "id": OTHER * 200_000})),
    "too_long": _diagnosis(wbc=OWN),
    "too_long, a course": _many_days,
    "too_many_problems": _document(mrd=[{OTHER[:5]: 1}] * 200),
    "unit_missing": _diagnosis(wbc=f"{NUMBER}"),
    "unit_unknown": _diagnosis(wbc="82 owens"),
    "unknown_choice": lambda: nmdp_patient_2017(remission=OWN),  # type: ignore[arg-type]  # wrong on purpose
    "unknown_fact": lambda: read_rule({"fact": OWN}, {}),
    "unknown_guideline": lambda: all_risk.evaluate(all_risk.Patient(id=OTHER), OWN),
    "unknown_hook": _request(hook=OWN),
    "unknown_id": _rules(lists=[{**rules()["lists"][0], "scheme": OWN}]),
    "unknown_key": _diagnosis(**{OWN: OTHER}),
    "unknown_meaning": lambda: Meaning(OWN),
    "unknown_schema": lambda: schema(OWN),
    "unknown_value": _diagnosis(lineage=OWN),
    "unreadable": _diagnosis(age="Owen years"),
    "unreadable_fish": lambda: read_fish("nuc ish(" + OWN),
    "unreadable_karyotype": lambda: read_karyotype(OWN),
    "unreadable_number": _diagnosis(wbc="1,2,3 x10^9/L"),
    "version": _packet(metaData={"phenopacketSchemaVersion": OWN}),
    "wrong_document": lambda: read_phenopacket({"id": OTHER}),
    "wrong_resource": lambda: read_bundle({"resourceType": OWN, "id": OTHER}),
    "wrong_type": _diagnosis(testicular=OWN),
}

_UNREACHED = {
    "cannot_read",  # a file that the command line was given; in test_cli.py
}


def test_every_error_is_tried() -> None:
    assert codes_in(core()) - _UNREACHED <= set(ERRORS)


def _hiding() -> None:
    try:
        json.loads(OTHER)
    except ValueError:
        raise ValueError("short") from None


def test_what_an_error_leads_to_is_looked_at() -> None:
    """The tests below can fail: Python's own error keeps the text, also behind `from None`."""
    with pytest.raises(ValueError, match="short") as caught:
        _hiding()
    assert OTHER in shown(caught.value)


@pytest.mark.parametrize("code", ERRORS)
def test_an_error_repeats_little_and_only_what_is_wrong(code: str) -> None:
    repeats_little(code.partition(",")[0], ERRORS[code])


def test_values_do_reach_a_message_when_they_are_what_is_wrong() -> None:
    """The test above can fail: an error does repeat a part of the value that it is about."""
    repeated = 0
    for attempt in ERRORS.values():
        with pytest.raises(AllRiskError) as caught:
            attempt()
        repeated += "Owenvale" in str(caught.value)
    assert repeated >= 15
