using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.ReportingService.Agreements;

namespace EGovPlatform.Reporting.Tests;

/// <summary>Whether an agreement ran on a date: terms with gaps, effect before the signing, suspension, an end.</summary>
public sealed class AgreementTermTests
{
    [Theory]
    [InlineData("2017-02-01", DateAnswer.Certainly)]
    [InlineData("2019-06", DateAnswer.No)]
    [InlineData("2020-03-05", DateAnswer.Certainly)]
    [InlineData("2021-02", DateAnswer.No)]
    [InlineData("2021", DateAnswer.Possibly)]
    [InlineData("2021-08-01", DateAnswer.Certainly)]
    [InlineData("2023", DateAnswer.No)]
    [InlineData("", DateAnswer.Possibly)]
    public void Terms_have_gaps_and_stop_while_suspended(string date, DateAnswer expected)
    {
        var agreement = new Agreement
        {
            State = AgreementState.InForce,
            Term = On("2017/2022"),
            Instruments =
            {
                new Instrument { Kind = InstrumentKind.Signing, ActDate = On("2017-09-05"), Term = On("2017-01-01/2018-12-31") },
                new Instrument { Kind = InstrumentKind.Renewal, ActDate = On("2020-02"), Term = On("2020-03-01/2022-02-28") },
            },
            Record = new() { Transitions = { Move("SUSPENDED", "2021-01-01"), Move("IN_FORCE", "2021-06-01") } },
        };
        Assert.Equal(expected, AgreementTerms.InForce(agreement, On(date)));
    }

    [Theory]
    [InlineData("2016", DateAnswer.No)]
    [InlineData("2017-02-01", DateAnswer.Certainly)]
    [InlineData("2018-06-01", DateAnswer.No)]
    public void Without_a_term_it_runs_from_its_effect_to_its_end(string date, DateAnswer expected)
    {
        var agreement = new Agreement
        {
            State = AgreementState.InForce,
            Instruments = { new Instrument { Kind = InstrumentKind.Signing, ActDate = On("2017-09-05"), EffectiveDate = On("2017-01-01") } },
            Record = new() { Transitions = { Move("TERMINATED", "2018-05-31") } },
        };
        Assert.Equal(expected, AgreementTerms.InForce(agreement, On(date)));
    }

    private static DateValue On(string edtf) => new() { Edtf = edtf };

    private static Transition Move(string state, string effective) => new() { State = "AGREEMENT_STATE_" + state, Effective = On(effective) };
}
