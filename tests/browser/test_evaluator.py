"""The evaluator in the page, used as a person would."""

from __future__ import annotations

import json
import os
import re
import time
from pathlib import Path
from typing import Any

import pytest

import all_risk
from all_risk.errors import AllRiskError
from all_risk.explain import as_html
from all_risk.schema import schema

ROOT = Path(__file__).resolve().parents[2]
CASES = sorted((ROOT / "examples/cases").glob("*.json"))
PHILADELPHIA = "46,XX,t(9;22)(q34;q11.2)[20]"
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


def downloaded(page: Any, button: str) -> str:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button).click()
    return Path(waiting.value.path()).read_text(encoding="utf-8")


def type_karyotype(page: Any, text: str = PHILADELPHIA) -> None:
    page.get_by_label("Karyotype (ISCN)").fill(text)


def test_a_karyotype_is_typed_and_the_answer_read(visit: Any) -> None:
    page = (entered := visit().open()).page
    page.get_by_label("Age at diagnosis", exact=True).fill("6")
    type_karyotype(page)
    entered.answer()
    card = page.locator(".card").first.inner_text()
    assert card.startswith("SEE A TRANSPLANT DOCTOR: yes. 1 of 4 referral triggers met.")
    assert "High risk of relapse: MET" in card
    assert "Philadelphia chromosome (BCR::ABL1): yes" in card
    assert page.get_by_role("status").inner_text().endswith("1 of 4 referral triggers met.")
    assert page.locator(".karyogram svg title").text_content() == "Gains and losses of chromosomes"
    assert "BCR::ABL1: detected" in page.locator(".results pre").inner_text()
    assert page.get_by_role("heading", name="All sources side by side").is_visible()
    assert "white cell count at diagnosis" in page.locator(".scheme .all-risk").inner_text()
    assert json.loads(entered.record()) == {
        "format": "all-risk/patient/1",
        "genetics": [{"karyotype": PHILADELPHIA}],
        "diagnosis": {"age": "6 years"},
    }


@pytest.mark.parametrize("case", CASES, ids=[case.stem for case in CASES])
def test_the_page_answers_the_published_cases_as_the_library_does(shared: Any, case: Path) -> None:
    page = shared.page
    value = page.locator(f"#example option[value$='{case.name}']").get_attribute("value")
    page.evaluate("document.querySelector('#workbench').dataset.answer = ''")
    page.locator("#example").select_option(value)
    shared.answered()
    patient = all_risk.from_json(case.read_text(encoding="utf-8"))
    assert json.loads(downloaded(page, "Download as JSON")) == {
        "patient": all_risk.to_dict(patient),
        "assessment": all_risk.to_dict(all_risk.evaluate(patient)),
        "comparison": all_risk.to_dict(all_risk.compare(patient)),
    }
    words = [all_risk.evaluate(patient).explain(), all_risk.compare(patient).explain()]
    assert downloaded(page, "Download as text") == "\n\n".join(words)


@pytest.mark.parametrize("case", CASES, ids=[case.stem for case in CASES])
def test_the_form_holds_every_published_case_as_it_stands(shared: Any, case: Path) -> None:
    document = json.loads(case.read_text(encoding="utf-8"))
    page = shared.page
    page.evaluate("document.querySelector('details.json').open = true")
    page.locator("#json").fill(json.dumps(document))
    # A change to the form writes the JSON anew from what the form holds.
    for sex in ("female", "male"):
        page.get_by_label("Sex").select_option(sex)
    page.get_by_label("Sex").select_option(document.get("sex") or "")
    assert json.loads(shared.record()) == document


def test_numbers_units_and_dates_become_a_patient_document(fresh: Any) -> None:
    page = fresh.page
    page.get_by_label("Age at diagnosis", exact=True).fill("240")
    page.get_by_label("Age at diagnosis: unit").select_option("days")
    page.get_by_label("White cell count (WBC) at diagnosis", exact=True).fill("82,000")
    page.get_by_label("White cell count (WBC) at diagnosis: unit").select_option("/uL")
    page.get_by_label("Date of birth").fill("2024-05-02")
    page.get_by_label("Date of diagnosis").fill("2024-12-28")
    page.get_by_label("Down syndrome").select_option("no")
    page.get_by_label("Name of the finding").fill("MLL-AF4")
    page.get_by_text("Measurable residual disease (MRD)").click()
    mrd = page.get_by_role("group", name="MRD result 1")
    mrd.get_by_label("Time point").select_option("end of induction")
    mrd.get_by_label("Level").fill("<0.01%")
    mrd.get_by_label("Sensitivity").fill("0.01%")
    mrd.get_by_label("Specimen").select_option("marrow")
    mrd.get_by_label("Method").select_option("flow cytometry")
    mrd.get_by_label("Protocol day").fill("29")
    page.locator("summary", has_text=re.compile("^Relapse$")).click()
    page.get_by_label("Relapses").select_option("as follows")
    page.get_by_role("group", name="Relapse 1").get_by_label("CNS").check()
    fresh.answer()
    assert json.loads(fresh.record()) == {
        "format": "all-risk/patient/1",
        "birth_date": "2024-05-02",
        "diagnosis": {
            "date": "2024-12-28",
            "age": "240 days",
            "wbc": "82,000 /uL",
            "down_syndrome": False,
        },
        "genetics": [{"lesion": "MLL-AF4", "status": "detected"}],
        "mrd": [
            {
                "timepoint": "end_of_induction",
                "level": "<0.01%",
                "sensitivity": "0.01%",
                "specimen": "marrow",
                "method": "flow",
                "day": 29,
            }
        ],
        "treatment": {"relapses": [{"sites": ["cns"]}]},
    }
    page.get_by_label("Relapses").select_option("none so far")
    assert json.loads(fresh.record())["treatment"] == {"relapses": []}
    page.get_by_label("Relapses").select_option("not recorded")
    assert "treatment" not in json.loads(fresh.record())


def test_findings_are_proposed_by_old_and_new_names(fresh: Any) -> None:
    page = fresh.page
    proposed = page.locator("#lesion-names option[value='ETV6::RUNX1']").text_content()
    assert "TEL::AML1" in proposed or "t(12;21)" in proposed
    assert page.get_by_label("Name of the finding").get_attribute("list") == "lesion-names"


def test_an_error_stands_next_to_the_field_it_belongs_to(fresh: Any) -> None:
    page = fresh.page
    wbc = page.get_by_label("White cell count (WBC) at diagnosis", exact=True)
    wbc.fill("82")
    page.get_by_label("White cell count (WBC) at diagnosis: unit").select_option("as written")
    name = page.get_by_label("Name of the finding")  # row 2 of the form, row 1 of the document
    name.fill("BCR-ABLE")
    page.get_by_role("button", name="Show the answer").click()
    fresh.refused()
    for control in (wbc, name):
        assert control.get_attribute("aria-invalid") == "true"
        described = control.get_attribute("aria-describedby").split()
        assert page.locator(f"#{described[-1]}").inner_text() != ""
    with pytest.raises(AllRiskError) as raised:
        all_risk.from_json(fresh.record())
    listed = page.locator(".problems li").all_inner_texts()
    assert len(listed) == len(raised.value.errors) == 2
    for each in raised.value.errors:
        assert any(text.endswith(each.message) for text in listed)
    page.locator(".problems a").first.click()
    assert wbc.evaluate("each => each === document.activeElement")
    assert page.locator(".results").is_hidden()
    wbc.fill("82 K/uL")
    name.fill("BCR-ABL1")
    fresh.answer()
    assert page.locator("[aria-invalid]").count() == 0
    assert page.locator(".problems").inner_text() == ""


@pytest.mark.parametrize(
    ("text", "invalid"), [("hello", "true"), ("46,XX,nonsense", None)], ids=["all", "in part"]
)
def test_a_karyotype_that_cannot_be_read_is_said_beside_it_and_the_rest_answered(
    fresh: Any, text: str, invalid: str | None
) -> None:
    page = fresh.page
    page.get_by_label("Age at diagnosis", exact=True).fill("8")
    page.get_by_label("Age at diagnosis: unit").select_option("months")
    type_karyotype(page, text)
    fresh.answer()
    control = page.get_by_label("Karyotype (ISCN)")
    described = control.get_attribute("aria-describedby").split()
    assert text[-5:] in page.locator(f"#{described[-1]}").inner_text()
    assert control.get_attribute("aria-invalid") == invalid
    assert "Infant at diagnosis: MET" in page.locator(".card").first.inner_text()


def test_json_and_form_stay_in_step(fresh: Any) -> None:
    page = fresh.page
    page.evaluate("document.querySelector('details.json').open = true")
    json_box = page.locator("#json")
    document = {
        "format": "all-risk/patient/1",
        "id": "made-up",
        "diagnosis": {
            "age": {"low": 6, "high": 6.5, "unit": "a"},
            "wbc": "82 K/uL",
            "immunophenotype": ["CD10+"],
            "steroid_pretreatment": {"duration": "20 h"},
        },
        "treatment": {"therapies": [{"kind": "tki"}], "relapses": []},
    }
    json_box.fill(json.dumps(document))
    wbc = page.get_by_label("White cell count (WBC) at diagnosis", exact=True)
    assert wbc.input_value() == "82"
    assert page.get_by_label("Relapses").input_value() == "none"
    assert json.loads(page.get_by_label("Age at diagnosis", exact=True).input_value())["low"] == 6
    wbc.fill("83")
    document["diagnosis"]["wbc"] = "83 K/uL"  # type: ignore[index] # a literal above
    assert json.loads(fresh.record()) == document
    json_box.fill('{"format": "all-risk/patient/1", "diagnosis": {"wbc": "9 K/uL"')
    assert page.locator("#json-apart").inner_text() != ""
    assert wbc.input_value() == "83"
    page.get_by_role("button", name="Show the answer").click()
    fresh.refused()
    assert "not JSON" in page.locator(".problems").inner_text()


def test_the_answer_says_when_it_is_of_an_earlier_record(fresh: Any) -> None:
    page = fresh.page
    type_karyotype(page)
    fresh.answer()
    page.get_by_label("Age at diagnosis", exact=True).type("6")
    assert "The record has changed" in page.locator(".note").inner_text()
    page.keyboard.press("Tab")  # an entry that is finished is answered
    fresh.answered()
    assert page.locator(".note").inner_text() == ""


def test_a_shared_file_opens_to_the_same_answer(fresh: Any, downloads: Path) -> None:
    page = fresh.page
    type_karyotype(page)
    fresh.answer()
    text = downloaded(page, "Download as JSON")
    file = downloads / "answer.json"
    file.write_text(text, encoding="utf-8")
    page.get_by_role("button", name="Clear all").click()
    assert page.locator(".results").is_hidden()
    page.get_by_label("Open a file").set_input_files(file)
    fresh.answered()
    assert page.get_by_label("Karyotype (ISCN)").input_value() == PHILADELPHIA
    assert json.loads(downloaded(page, "Download as JSON")) == json.loads(text)


def test_the_answer_is_copied_as_text_and_as_json(visit: Any) -> None:
    page = (entered := visit(permissions=["clipboard-read", "clipboard-write"]).open()).page
    type_karyotype(page)
    entered.answer()
    patient = all_risk.from_json(entered.record())
    page.get_by_role("button", name="Copy as text").click()
    page.wait_for_function("document.querySelector('[role=status]').textContent === 'Copied.'")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(all_risk.evaluate(patient).explain())
    page.get_by_role("button", name="Copy as JSON").click()
    page.wait_for_function("navigator.clipboard.readText().then((text) => text.startsWith('{'))")
    shown = json.loads(page.evaluate("navigator.clipboard.readText()"))
    assert shown["assessment"] == all_risk.to_dict(all_risk.evaluate(patient))


def card_or_none(answer: all_risk.Assessment, audience: str, language: str) -> str | None:
    try:
        return as_html(answer, audience=audience, language=language)
    except AllRiskError:
        return None


@pytest.mark.parametrize("audience", ["clinician", "patient"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_words_are_the_librarys_or_it_says_that_it_has_none(
    shared: Any, audience: str, language: str
) -> None:
    page = shared.page
    page.locator("#audience").select_option(audience)
    page.locator("#language").select_option(language)
    page.evaluate("document.querySelector('#workbench').dataset.answer = ''")
    page.locator("#example").select_option(index=1)
    shared.answered()
    answer = all_risk.evaluate(all_risk.from_json(shared.record()))
    if (expected := card_or_none(answer, audience, language)) is not None:
        same = "([card, html]) => { const other = document.createElement('div');"
        same += " other.innerHTML = html; return card.innerHTML === other.innerHTML; }"
        card = page.locator(".card").first.element_handle()
        assert page.evaluate(same, [card, expected])
        assert page.locator(".card section").first.get_attribute("lang") == language
    else:
        assert "there is no text for" in page.locator(".wordless").first.inner_text()
    assert page.locator("#workbench").get_attribute("lang") == language
    assert page.get_by_role("button", name="Mostrar la respuesta").count() == (language == "es")
    page.locator("#language").select_option("en")
    page.locator("#audience").select_option("clinician")
    shared.answered()


def test_the_page_has_all_its_words_in_each_language_and_offers_what_the_schema_does(
    shared: Any,
) -> None:
    words, sections = shared.page.evaluate(
        "Promise.all([import('./words.js'), import('./fields.js')])"
        ".then(([words, fields]) => [words.CATALOGUES, fields.SECTIONS])"
    )
    assert words["en"].keys() == words["es"].keys()
    assert all(text.strip() for catalogue in words.values() for text in catalogue.values())
    document = schema("patient")
    asked = 0
    for section in sections:
        lists = [(section["rows"], specs) for specs in section.get("shapes", {}).values()]
        for prefix, specs in [("", section.get("fields", [])), *lists]:
            for spec in specs:
                path = ".".join(filter(None, [prefix, spec["path"]]))
                at = node(document, path.split("."), spec["path"])
                assert f"label.{spec['path']}" in words["en"]
                if "options" in spec:
                    assert spec["options"] == [each for each in at if each is not None], path
                    asked += 1
                for option in spec.get("options", []):
                    code = re.fullmatch(r"CNS\d[abc]?|CRi?|MLFS|PR|NR", option)
                    assert code or f"option.{option}" in words["en"]
    assert asked >= 10


def node(document: Any, steps: list[str], last: str) -> Any:
    """The options of a schema at a path, through lists and alternatives."""
    if "items" in document:
        return node(document["items"], steps, last)
    if "anyOf" in document:
        found = [node(each, steps, last) for each in document["anyOf"]]
        return next((each for each in found if each is not None), None)
    if steps and steps[0] in document.get("properties", {}):
        return node(document["properties"][steps[0]], steps[1:], last)
    return document.get("enum", []) if not steps else None


def test_it_is_used_by_keyboard_alone(visit: Any) -> None:
    page = (entered := visit().open()).page
    page.locator("body").press("Tab")

    def tab_to(condition: str) -> None:
        for _ in range(120):
            if page.evaluate(
                f"(() => {{ const it = document.activeElement; return {condition} }})()"
            ):
                outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
                assert outline != "none"
                return
            page.keyboard.press("Tab")
        raise AssertionError(condition)

    tab_to("it.id === 'at-diagnosis-age'")
    page.keyboard.type("8")
    page.keyboard.press("Tab")
    page.keyboard.type("mo")  # a choice is made by typing
    tab_to("it.matches('textarea')")
    page.keyboard.type("46,XX,t(4;11)(q21;q23)[20]")
    tab_to("it.textContent === 'Add a finding by name'")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.getAttribute('list')") == "lesion-names"
    tab_to("it.matches('button.remove')")
    page.keyboard.press("Enter")
    tab_to("it.type === 'submit'")
    page.keyboard.press("Enter")
    entered.answered()
    assert json.loads(entered.record())["diagnosis"]["age"] == "8 months"
    assert "yes" in page.get_by_role("status").inner_text()
    tab_to("it.tagName === 'SUMMARY' && it.closest('.card') !== null")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.parentElement.open")


def test_it_fits_a_phone(visit: Any) -> None:
    page = (entered := visit(**PHONE).open()).page
    type_karyotype(page)
    for summary in page.locator(".form summary").all():
        if not summary.evaluate("each => each.parentElement.open"):
            summary.click()
    entered.answer()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for button in page.locator("#workbench button, #workbench select").all():
        if button.is_visible():
            assert button.bounding_box()["height"] >= 24
    page.get_by_role("link", name="Go to the answer").click()
    assert page.get_by_role("heading", name="Answer", exact=True).is_visible()


def serious(page: Any, axe_source: str) -> list[str]:
    page.evaluate(axe_source)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [
        f"{each['id']}: {each['nodes'][0]['target']} {each['nodes'][0].get('failureSummary')}"
        for each in found
        if each["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize(
    "options",
    [{"color_scheme": "light"}, {"color_scheme": "dark"}, PHONE],
    ids=["light", "dark", "phone"],
)
def test_axe_finds_nothing_serious(visit: Any, axe_source: str, options: Any) -> None:
    page = (entered := visit(**options).open()).page
    if "color_scheme" in options:
        theme = {"light": "default", "dark": "slate"}[options["color_scheme"]]
        assert page.evaluate("document.body.dataset.mdColorScheme") == theme
    assert serious(page, axe_source) == []
    wbc = page.get_by_label("White cell count (WBC) at diagnosis", exact=True)
    wbc.fill("82 apples")
    page.get_by_role("button", name="Show the answer").click()
    entered.refused()
    assert serious(page, axe_source) == []
    wbc.fill("82")
    type_karyotype(page)
    entered.answer()
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    assert serious(page, axe_source) == []


def test_nothing_moves_for_those_who_asked_for_less_motion(visit: Any) -> None:
    page = (entered := visit(reduced_motion="reduce").open()).page
    type_karyotype(page)
    entered.answer()
    moving = "document.getAnimations().filter((each) => each.effect.target.closest('#workbench'))"
    assert page.evaluate(f"{moving}.length") == 0


def test_nothing_is_stored_and_everything_comes_from_the_origin(visit: Any) -> None:
    page = (entered := visit().open()).page
    type_karyotype(page)
    entered.answer()
    assert entered.context.cookies() == []
    # The theme keeps which colours were chosen; nothing else is there.
    kept = page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
    assert [key for key in kept if not key.endswith("__palette")] == []
    assert page.evaluate("indexedDB.databases()") == []
    assert page.evaluate("caches.keys()") == []
    fetched = {url.rpartition("/")[2] for url in entered.requested}
    assert {"pyodide.asm.wasm", "python_stdlib.zip", "worker.js", "respond.py"} <= fetched
    assert [url for url in entered.requested if PHILADELPHIA[:5] in url] == []


def test_links_lead_somewhere(shared: Any, address: str) -> None:
    links = shared.page.evaluate(
        "[...document.querySelectorAll('a[href]')].map((each) => [each.href, each.rel])"
    )
    origin = address[: address.index("/", len("http://"))]
    own = {href.partition("#")[0] for href, _ in links if href.startswith(origin)}
    assert len(own) > 5
    for href in own:
        assert shared.context.request.get(href).ok, href
    for href, rel in links:
        if not href.startswith(origin) and "noopener" not in rel:
            assert href.startswith(("https://pyodide.org", "mailto:")), href


def test_loading_shows_progress_and_a_failure_is_said_and_mended(visit: Any) -> None:
    page = (entered := visit()).page
    broken = [True]

    def withhold(route: Any) -> None:
        if broken[0]:
            route.abort()
        else:
            route.continue_()

    entered.context.route("**/pyodide.asm.wasm", withhold)
    page.goto(entered.address)
    page.wait_for_selector("#workbench progress")
    page.wait_for_selector("#workbench[data-state=failed]")
    alert = page.get_by_role("alert").inner_text()
    assert alert.startswith("The library could not be loaded")
    assert "nothing was sent" in alert
    broken[0] = False
    entered.complaints.clear()  # Pyodide complains of the file too
    type_karyotype(page)
    page.get_by_role("button", name="Try again").click()
    page.get_by_role("button", name="Show the answer").click()  # before it is loaded
    entered.answered()
    assert page.get_by_label("Karyotype (ISCN)").input_value() == PHILADELPHIA


def test_the_first_result_comes_within_ten_seconds_with_a_cold_cache(visit: Any) -> None:
    took = []
    for _ in range(3):  # the best of a few: other work on the machine is not the page's
        page = (entered := visit()).page
        start = time.monotonic()
        page.goto(entered.address)
        type_karyotype(page)
        page.get_by_role("button", name="Show the answer").click()
        page.wait_for_selector(".card [data-status=met]")
        took.append(time.monotonic() - start)
        if took[-1] < 10:
            break
    busy = os.getloadavg()[0] / (os.cpu_count() or 1)
    print(f"first result after {min(took):.1f} s")
    if min(took) >= 10 and busy > 2:
        pytest.skip(f"{busy:.0f} programs wait for each processor; {min(took):.1f} s say little")
    assert min(took) < 10
