using EGovPlatform.Common.V1;

namespace EGovPlatform.Values.Tests;

public class VisibilityTests
{
    private static readonly DateOnly Today = new(2018, 6, 4);

    private static Reader Who(Role role, params string[] scope) => new(new HashSet<Role> { role }, scope.ToHashSet(StringComparer.Ordinal));

    public static TheoryData<bool, Visibility?, Reader> Cases => new()
    {
        { true, null, Who(Role.Viewer) },
        { false, null, Who(Role.Partner, "PE") },
        { false, null, Who(Role.Operator) },
        { false, null, Reader.Anonymous },
        { true, new Visibility { Level = VisibilityLevel.Public }, Reader.Anonymous },
        { false, new Visibility { Level = VisibilityLevel.Internal }, Who(Role.Partner, "PE") },
        { true, new Visibility { Level = VisibilityLevel.Shared, SharedWith = { "countries/PE" } }, Who(Role.Partner, "PE") },
        { true, new Visibility { Level = VisibilityLevel.Shared, SharedWith = { "organizations/idb" } }, Who(Role.Partner, "organizations/idb") },
        { false, new Visibility { Level = VisibilityLevel.Shared, SharedWith = { "organizations/PE" } }, Who(Role.Partner, "PE") },
        { false, new Visibility { Level = VisibilityLevel.Shared, SharedWith = { "countries/PY" } }, Who(Role.Partner, "PE") },
        { true, new Visibility { Level = VisibilityLevel.Embargoed, Until = new DateValue { Edtf = "2018-06-04" } }, Reader.Anonymous },
        { false, new Visibility { Level = VisibilityLevel.Embargoed, Until = new DateValue { Edtf = "2018-06-05" } }, Reader.Anonymous },
        { false, new Visibility { Level = VisibilityLevel.Embargoed, Until = new DateValue { Edtf = "2018-06" } }, Who(Role.Partner, "PE") },
        { false, new Visibility { Level = VisibilityLevel.Embargoed }, Reader.Anonymous },
        { true, new Visibility { Level = VisibilityLevel.Embargoed }, Who(Role.Auditor) },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_reader_sees_what_the_record_allows(bool expected, Visibility? visibility, Reader reader) =>
        Assert.Equal(expected, VisibilityRules.CanRead(visibility, reader, Today));

    [Theory]
    [InlineData("2018-06-04", "", DateAnswer.Certainly)]
    [InlineData("2018-06-05", "", DateAnswer.No)]
    [InlineData("", "2018-06-01", DateAnswer.Certainly)]
    [InlineData("", "2018-06", DateAnswer.Possibly)]
    [InlineData("", "", DateAnswer.Possibly)]
    public void Known_on_falls_back_to_the_first_publication(string known, string published, DateAnswer expected)
    {
        var record = new Record
        {
            Known = new DateValue { Edtf = known },
            Sources = { new FactSource { Published = new DateValue { Edtf = "2018-07-01" } }, new FactSource { Published = new DateValue { Edtf = published } } },
        };
        if (known.Length == 0 && published.Length == 0)
        {
            record.Sources.Clear();
        }

        Assert.Equal(expected, RecordRules.KnownOn(record, Today));
    }

    [Theory]
    [InlineData("2018-06-04")]
    [InlineData("2018-06-04~")]
    [InlineData("2018")]
    [InlineData("2018-03/2018-09")]
    [InlineData("2018/..")]
    [InlineData("../2018")]
    [InlineData("/2018")]
    [InlineData("[2017,2019-05]")]
    [InlineData("{2017,2019-05}")]
    [InlineData("[..2018-06]")]
    [InlineData("20XX")]
    public void Days_of_knowledge_say_what_the_date_says(string edtf)
    {
        var date = new DateValue { Edtf = edtf };
        DateRules.Normalize(date);
        var record = new Record { Known = date };
        var embargo = new Visibility { Level = VisibilityLevel.Embargoed, Until = date };
        for (var day = new DateOnly(1999, 1, 1); day.Year < 2102; day = day.AddDays(13))
        {
            Assert.Equal(DateRules.OnOrBefore(date, day), RecordRules.KnownOn(record, day));
            Assert.Equal(DateRules.OnOrBefore(date, day) == DateAnswer.Certainly, VisibilityRules.CanRead(embargo, Reader.Anonymous, day));
        }
    }
}
