using FsCheck;
using FsCheck.Fluent;

namespace EGovPlatform.Values.Tests;

/// <summary>Texts that go into a spreadsheet's file and come back.</summary>
public sealed class SpreadsheetTextTests
{
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData(" @SUM(A1)", "' @SUM(A1)")]
    [InlineData("+82 2 000 0000", "'+82 2 000 0000")]
    [InlineData("\uff1d1+1", "'\uff1d1+1")]
    [InlineData("'=1", "''=1")]
    [InlineData("-12.50", "-12.50")]
    [InlineData("'90s", "'90s")]
    [InlineData("a=b", "a=b")]
    public void Formulas_begin_with_an_apostrophe_and_numbers_do_not(string text, string cell)
    {
        Assert.Equal(cell, SpreadsheetText.Protect(text));
        Assert.Equal(text, SpreadsheetText.Restore(cell));
    }

    [Fact]
    public void Every_text_comes_back() =>
        Properties.Hold(
            ArbMap.Default.ArbFor<NonNull<string>>().Generator.SelectMany(t => Gen.Elements("", "=", "'", "''=", "-", "'-1", "\t", " @").Select(p => p + t.Get)),
            text => SpreadsheetText.Restore(SpreadsheetText.Protect(text)) == text);
}
