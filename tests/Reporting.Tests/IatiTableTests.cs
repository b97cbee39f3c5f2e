using EGovPlatform.Iati.Codelists;
using EGovPlatform.ReportingService.Exchange;

namespace EGovPlatform.Reporting.Tests;

/// <summary>The tables the export rests on.</summary>
public sealed class IatiTableTests
{
    [Fact]
    public void Every_Sector_Is_On_The_List_And_In_Use() =>
        Assert.All(Sectors.ByTopic, t => Assert.True(Codelist.Of("Sector").Has(t.Code) && !Codelist.Of("Sector").IsWithdrawn(t.Code), t.Code));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(14)]
    [InlineData(193)]
    public void Even_Shares_Sum_To_100(int parts) => Assert.Equal(100m, Percentages.Even(parts).Sum());

    [Theory]
    [InlineData("100", 3)]
    [InlineData("1000000000", 7)]
    [InlineData("0.01", 3)]
    [InlineData("-12.50", 4)]
    public void Split_Amounts_Sum_To_The_Whole(string amount, int parts)
    {
        var whole = decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture);
        var split = Percentages.Split(whole, [.. Enumerable.Range(1, parts)]);
        Assert.Equal(whole, split.Sum());
        Assert.All(split, s => Assert.Equal(whole.Scale, s.Scale));
    }
}
