using System.Globalization;
using System.Xml.Linq;
using EGovPlatform.Iati.Reading;
using EGovPlatform.Iati.Rulesets;
using EGovPlatform.Iati.Writing;

namespace EGovPlatform.Iati.Model;

/// <summary>An amount of money.</summary>
public sealed class MoneyValue : IatiNode
{
    /// <summary>The amount; null when the text is no number.</summary>
    public decimal? Amount { get; init; }

    /// <summary>The text as it was read, when it is no number.</summary>
    public string? Unreadable { get; init; }

    /// <summary>ISO 4217 code; null for the activity's default.</summary>
    public string? Currency { get; init; }

    /// <summary>The day whose exchange rate applies.</summary>
    public DateOnly? ValueDate { get; init; }

    internal static MoneyValue Read(XElement element)
    {
        var take = new Taker(element);
        var amount = SumRules.Number(element.Value);
        return take.Rest(new MoneyValue { Amount = amount, Unreadable = amount is null ? element.Value : null, Currency = take.Text("currency"), ValueDate = take.Date("value-date") });
    }

    internal XElement Write() => new Maker("value", this).Attribute("currency", Currency).Attribute("value-date", ValueDate)
        .Text(Amount?.ToString(CultureInfo.InvariantCulture) ?? Unreadable ?? "").Make();
}

/// <summary>Money planned for a period of at most a year.</summary>
public sealed class Budget : IatiNode
{
    /// <summary>BudgetType: 1 original, 2 revised.</summary>
    public string? Type { get; init; }

    /// <summary>BudgetStatus: 1 indicative, 2 committed.</summary>
    public string? Status { get; init; }

    /// <summary>First day.</summary>
    public DatePoint? Start { get; init; }

    /// <summary>Last day.</summary>
    public DatePoint? End { get; init; }

    /// <summary>How much.</summary>
    public MoneyValue? Value { get; init; }

    internal static Budget Read(XElement element)
    {
        var take = new Taker(element);
        return take.Rest(new Budget
        {
            Type = take.Text("type"),
            Status = take.Text("status"),
            Start = take.One("period-start", DatePoint.Read),
            End = take.One("period-end", DatePoint.Read),
            Value = take.One("value", MoneyValue.Read),
        });
    }

    internal XElement Write() => new Maker("budget", this).Attribute("type", Type).Attribute("status", Status)
        .Add(Start?.Write("period-start")).Add(End?.Write("period-end")).Add(Value?.Write()).Make();
}

/// <summary>A payment that is planned.</summary>
public sealed class PlannedDisbursement : IatiNode
{
    /// <summary>BudgetType: 1 original, 2 revised.</summary>
    public string? Type { get; init; }

    /// <summary>First day.</summary>
    public DatePoint? Start { get; init; }

    /// <summary>Last day.</summary>
    public DatePoint? End { get; init; }

    /// <summary>How much.</summary>
    public MoneyValue? Value { get; init; }

    /// <summary>Who pays.</summary>
    public IatiOrganization? Provider { get; init; }

    /// <summary>Who gets it.</summary>
    public IatiOrganization? Receiver { get; init; }

    internal static PlannedDisbursement Read(XElement element)
    {
        var take = new Taker(element);
        return take.Rest(new PlannedDisbursement
        {
            Type = take.Text("type"),
            Start = take.One("period-start", DatePoint.Read),
            End = take.One("period-end", DatePoint.Read),
            Value = take.One("value", MoneyValue.Read),
            Provider = take.One("provider-org", IatiOrganization.Read),
            Receiver = take.One("receiver-org", IatiOrganization.Read),
        });
    }

    internal XElement Write() => new Maker("planned-disbursement", this).Attribute("type", Type)
        .Add(Start?.Write("period-start")).Add(End?.Write("period-end")).Add(Value?.Write())
        .Add(Provider?.Write("provider-org")).Add(Receiver?.Write("receiver-org")).Make();
}
