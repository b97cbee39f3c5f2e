using EGovPlatform.Common.V1;
using EGovPlatform.Values;
using Google.Protobuf;

namespace EGovPlatform.ReportingService.Projection;

/// <summary>Sums of money with the day they are valued at and the same sums in other currencies.</summary>
internal static class StarMoney
{
    public static IEnumerable<MartRow> Of(IMessage message, string path, Money money)
    {
        var known = money.Clone();
        MoneyRules.Normalize(known);
        yield return new("money",
            ("field_path", path),
            ("kind", MessageFields.ShortEnum(known, "kind")),
            ("amount", Amounts.Parse(known.Amount)),
            ("currency", known.CurrencyCode),
            ("qualifier", MessageFields.ShortEnum(known, "qualifier")),
            ("lower", Amounts.Parse(known.LowerAmount)),
            ("upper", Amounts.Parse(known.UpperAmount)),
            ("part_of", known.PartOf),
            ("split_known", known.SplitKnown));

        var day = DateRules.Read(money.ValueDate).IsUnknown ? RecordDates.Of(message).Happened : money.ValueDate;
        if (DateRules.Earliest(day) is { } from && DateRules.Latest(day) is { } by)
        {
            yield return new("money_day", ("field_path", path), ("day_from", from), ("day_by", by));
        }

        foreach (var equivalent in money.Equivalents.DistinctBy(e => e.CurrencyCode))
        {
            if (Amounts.Parse(equivalent.Amount) is { } amount && equivalent.CurrencyCode.Length > 0)
            {
                yield return Equivalent(path, equivalent.CurrencyCode, amount, MessageFields.ShortEnum(equivalent, "qualifier") is { Length: > 0 } qualifier ? qualifier : "EXACT", "PRINTED");
            }
        }
    }

    /// <summary>The same sum in another currency.</summary>
    public static MartRow Equivalent(string path, string currency, decimal amount, string qualifier, string basis) => new("money_equivalent",
        ("field_path", path), ("currency", currency), ("amount", amount), ("qualifier", qualifier), ("basis", basis));
}
