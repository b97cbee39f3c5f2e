using System.Globalization;
using EGovPlatform.Access;
using EGovPlatform.Activities.V1;
using EGovPlatform.ActivitiesService.ExchangeRates;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using EGovPlatform.Values;
using Google.Api;
using Grpc.Core;
using FieldViolation = EGovPlatform.Values.FieldViolation;

namespace EGovPlatform.ActivitiesService.Ledger;

/// <summary>The calls of LedgerService; what they mean stands in the proto.</summary>
public sealed class LedgerRpc(Balances balances, LedgerFile file, Resource<ExchangeRate> rates) : LedgerService.LedgerServiceBase
{
    private const int MaxRates = 1000;

    public override Task<Balance> GetBalance(GetBalanceRequest request, ServerCallContext context)
    {
        List<FieldViolation> violations = [];
        if (request.Activity.Length == 0)
        {
            violations.Add(new("activity", "REQUIRED", "Say what the balance is of."));
        }

        if (request.CurrencyCode.Length > 0)
        {
            CheckCurrency(violations, "currency_code", request.CurrencyCode);
        }

        var on = request.On.Length > 0 ? Day(violations, "on", request.On) : null;
        return violations.Count > 0 ? throw Errors.InvalidFields(violations) : balances.OfAsync(request, on, context.CancellationToken);
    }

    public override async Task<MoneyConversion> ConvertMoney(ConvertMoneyRequest request, ServerCallContext context)
    {
        List<FieldViolation> violations = [];
        CheckCurrency(violations, "currency_code", request.CurrencyCode);
        CheckCurrency(violations, "to_currency_code", request.ToCurrencyCode);
        if (!Amounts.TryParse(request.Amount, out var amount))
        {
            violations.Add(new("amount", "AMOUNT_SYNTAX", "An amount is decimal text such as 1000000000 or -12.50."));
        }

        if (request is { HasMaxAgeDays: true, MaxAgeDays: < 0 })
        {
            violations.Add(new("max_age_days", "NOT_NEGATIVE", "An age is not negative."));
        }

        if (Day(violations, "date", request.Date) is not { } day || violations.Count > 0)
        {
            throw Errors.InvalidFields(violations);
        }

        var (from, to) = (request.CurrencyCode, request.ToCurrencyCode);
        if (from == to)
        {
            return new MoneyConversion { Answer = ConversionAnswer.SameCurrency, Amount = request.Amount, CurrencyCode = to };
        }

        var age = request.HasMaxAgeDays ? Math.Min(request.MaxAgeDays, day.DayNumber) : RateChoice.MaxAgeDays;
        var found = await rates.ListAsync<ListExchangeRatesResponse>(new ListRequest { PageSize = MaxRates, OrderBy = "valid_to desc" }, context, ("rates", sql => RateChoice.Candidates(sql.Add(" and "), from, to, day, age)));
        if (RateChoice.Pick(found.ExchangeRates, from, day) is not { } rate)
        {
            return new MoneyConversion { Answer = ConversionAnswer.NoRateKnown, CurrencyCode = to };
        }

        return new MoneyConversion
        {
            Answer = ConversionAnswer.Converted,
            Amount = RateChoice.Convert(amount, from, to, rate) ?? throw Errors.InvalidField("amount", "AMOUNT_RANGE", "The converted amount has more than 18 digits."),
            CurrencyCode = to,
            ExchangeRate = rate.Name,
            Rate = rate.Rate,
            RateDate = rate.Date.Edtf,
            Inverted = rate.BaseCurrency != from,
        };
    }

    public override Task ExportLedger(ExportLedgerRequest request, IServerStreamWriter<HttpBody> responseStream, ServerCallContext context) => file.WriteAsync(request, responseStream, context);

    private static void CheckCurrency(List<FieldViolation> violations, string field, string code)
    {
        if (Currencies.Digits(code) is null)
        {
            violations.Add(new(field, "CURRENCY_CODE", "A code of ISO 4217, such as KRW."));
        }
    }

    private static DateOnly? Day(List<FieldViolation> violations, string field, string text)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        violations.Add(new(field, "DATE_SYNTAX", "A day is written YYYY-MM-DD."));
        return null;
    }
}
