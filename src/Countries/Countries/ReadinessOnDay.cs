using System.Globalization;
using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Values;

namespace EGovPlatform.CountriesService.Countries;

/// <summary>A measure as it stood on a day is the last edition at or before it; the answer says which.</summary>
internal static class ReadinessOnDay
{
    private const string DefaultScheme = "EGDI";

    public static Readiness Of(Country country, GetReadinessRequest request, DateOnly today)
    {
        var on = today;
        if (request.On.Length > 0 && !DateOnly.TryParseExact(request.On, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out on))
        {
            throw Errors.InvalidField("on", "DATE", "on is YYYY-MM-DD.");
        }

        var scheme = request.Scheme.Length > 0 ? request.Scheme : DefaultScheme;
        var editions = country.Indicators.Where(i => i.Scheme == scheme).OrderBy(i => DateRules.Earliest(i.Date)).ToList();
        // An edition is known of once its survey has begun: a year counts from its first day.
        var last = editions.FindLast(i => DateRules.Earliest(i.Date) is { } from && from <= on);
        var answer = new Readiness { Indicator = last, Next = editions.Find(i => DateRules.Earliest(i.Date) > on) };
        var eligible = country.OdaEligibility.Select(e => (Eligibility: e, Answer: DateRules.RunningOn(e.Period, on))).Where(e => e.Answer != DateAnswer.No).ToList();
        var certain = eligible.FindAll(e => e.Answer == DateAnswer.Certainly);
        answer.OdaEligibility.Add((certain.Count > 0 ? certain : eligible).Select(e => e.Eligibility));
        return answer;
    }
}
