"""Terms: the words by which lists say what the register says in its own."""

from review.text import fold, split

__all__ = ["PRIORITY_WORDS", "REASON_WORDS", "TYPE_WORDS", "YES_NO_WORDS"]


def _folded(words):
    return {fold(said): name for name, others in words.items() for said in (name, *split(others))}


TYPE_WORDS = _folded(
    {
        "läkemedel": "läkemedelsbehandling; drug; drugs; medication; medicine; pharmaceutical",
        "diagnostik": "diagnostisk metod; diagnostic; diagnostics; test; provtagning; undersökning; imaging;"
        "bilddiagnostik; diagnosverktyg; diagnostik och bedömning",
        "screening": "screeningmetod",
        "kirurgi": "kirurgisk behandling; operation; surgery; procedure; kirurgi och ingrepp",
        "psykologisk behandling": "psykoterapi; psykosocial behandling; psychotherapy;"
        "psychological treatment",
        "medicinteknik": "medicinteknisk produkt; device; medical device; medical technology; hjälpmedel",
        "omvårdnad": "nursing; omvårdnadsåtgärd",
        "tandvårdsåtgärd": "tandvård; dental; dental measure; odontologisk åtgärd",
        "övrigt": "annat; other; övriga; övrig",
        "unknown": "okänt; ej angivet; saknas",
    }
)
REASON_WORDS = _folded(
    {
        "risk överväger nytta": "risken överväger nyttan; risk outweighs benefit; risk; skada; skadlig; harm;"
        "risks outweigh benefits; risk större än nytta",
        "ingen effekt": "den har ingen effekt; saknar effekt; no effect; utan effekt; ineffective",
        "mindre nytta än alternativ": "mindre nytta än andra alternativ; mindre nytta;"
        "less benefit than alternatives; sämre effekt än alternativ; sämre effekt än annan behandling",
        "bristande träffsäkerhet": "poor accuracy; låg träffsäkerhet; dålig träffsäkerhet",
        "avsaknad av evidens": "lack of evidence; evidens saknas; saknar evidens; no evidence",
        "unknown": "okänt; ej angivet; saknas",
    }
)
YES_NO_WORDS = _folded(
    {
        "yes": "ja; j; y; true; 1; x; finns",
        "no": "nej; n; false; 0; finns ej; saknas",
        "unknown": "okänt; vet ej; ?; ej bedömt; -; –; ej aktuellt",
    }
)
PRIORITY_WORDS = _folded(
    {
        "icke-göra": "icke göra; ickegöra; ig; do not do; not to do",
        "FoU": "forskning och utveckling; research only; only in research",
    }
    | {str(number): f"prioritet {number}; prio {number}; priority {number}" for number in range(1, 11)}
)
