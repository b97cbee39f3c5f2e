using EGovPlatform.Common.V1;
using FsCheck;
using FsCheck.Fluent;

namespace EGovPlatform.Values.Tests;

public class NameTests
{
    [Theory]
    [InlineData("Asunción", "asuncion")]
    [InlineData("ASUNCION", "asuncion")]
    [InlineData("Korea–Peru  e-Government Center", "korea peru e government center")]
    [InlineData("Prime Minister’s Office", "prime ministers office")]
    [InlineData("Ærø Straße", "aero strasse")]
    [InlineData("Łódź", "lodz")]
    [InlineData("İstanbul", "istanbul")]
    [InlineData("ΑΘΉΝΑΣ", "αθηνασ")]
    [InlineData("Ｋｏｒｅａ", "korea")]
    [InlineData("대한민국", "대한민국")]
    [InlineData("हिन्दी", "हिन्दी")]
    [InlineData("ไทย น้ำ", "ไทย น้ํา")]
    [InlineData("がぎ", "がぎ")]
    [InlineData("  ", "")]
    public void Spellings_of_one_name_share_a_key(string text, string key) => Assert.Equal(key, NameKey.Of(text));

    private static readonly Gen<string> AnyText = Gen.OneOf(
        ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""),
        Gen.Elements([.. "aÀçñßÆŁıİſΣςабйё가がデ' ’-.ﬁǅṩ̣̇ǰΐ"]).ListOf().Select(chars => string.Concat(chars)));

    [Fact]
    public void The_key_of_a_key_is_itself() => Properties.Hold(AnyText, text => NameKey.Of(NameKey.Of(text)) == NameKey.Of(text), 5000);

    [Fact]
    public void Case_and_composition_do_not_matter() => Properties.Hold(
        Gen.Elements([.. "aÀçñÆŁабйё가がデ -"]).ListOf().Select(chars => string.Concat(chars)),
        text => NameKey.Of(text.ToUpperInvariant()) == NameKey.Of(text) && NameKey.Of(text.Normalize(System.Text.NormalizationForm.FormD)) == NameKey.Of(text));

    private static readonly Name[] Ministry =
    [
        new() { Text = "Ministry of the Interior", LanguageCode = "en", Kind = NameKind.Official, Period = new DateValue { Edtf = "2014-11/2017-07-25" } },
        new() { Text = "Ministry of the Interior and Safety", LanguageCode = "en", Kind = NameKind.Official, Period = new DateValue { Edtf = "2017-07-26/.." } },
        new() { Text = "MOIS", LanguageCode = "en", Kind = NameKind.Abbreviation, Period = new DateValue { Edtf = "2017-07-26/.." } },
        new() { Text = "행정안전부", LanguageCode = "ko", Kind = NameKind.Official, Period = new DateValue { Edtf = "2017-07-26/.." } },
        new() { Text = "Ministry of Interior & Security", LanguageCode = "en", Kind = NameKind.AsPrinted },
    ];

    [Theory]
    [InlineData("en", "2018-06-04", "Ministry of the Interior and Safety")]
    [InlineData("ko", "2018-06-04", "행정안전부")]
    [InlineData("ko-KR", "2018-06-04", "행정안전부")]
    [InlineData("fr", "2018-06-04", "Ministry of the Interior and Safety")]
    [InlineData("en", "2016-05-26", "Ministry of the Interior")]
    [InlineData("ko", "2016-05-26", "Ministry of the Interior")]
    [InlineData("en", "", "Ministry of the Interior and Safety")]
    public void The_name_in_use_is_shown(string language, string day, string expected) => Assert.Equal(
        expected,
        NameRules.Best(Ministry, language, day.Length == 0 ? null : DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture))!.Text);

    [Fact]
    public void Nothing_has_no_name() => Assert.Null(NameRules.Best([], "en"));
}
