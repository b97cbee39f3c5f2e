using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;

namespace EGovPlatform.Countries.Tests;

/// <summary>Lists of large tables: PostgreSQL answers a page from an index in order, and the pages together are the list.</summary>
public sealed class ListPlanTests(ManyPartners partners) : IClassFixture<ManyPartners>
{
    [Theory]
    [InlineData("", "", "organizations_pkey")]
    [InlineData("", "update_time desc", "organizations_update_time_name_idx")]
    [InlineData("countries:\"PE\"", "", "organizations_listed_pkey")]
    [InlineData("countries:\"PE\"", "update_time desc", "organizations_listed_field_value_update_time_name_idx")]
    [InlineData("countries:\"PE\" AND visibility = \"PUBLIC\"", "", "organizations_listed_pkey")]
    [InlineData("kind = \"COMPANY\"", "", "organizations_kind_name_idx")]
    [InlineData("valid_from >= 2001-01-01 AND valid_from < 2011-01-01", "valid_from", "organizations_coalesce_name_idx")]
    public async Task A_page_of_organizations_comes_in_order_from_an_index(string filter, string order, string index) =>
        CheckOrdered(await partners.PlanAsync<Organization>(filter, order), "organizations", index);

    [Theory]
    [InlineData("state = \"SIGNED\"", "", "agreements_state_name_idx")]
    [InlineData("kind = \"FUNDING\"", "", "agreements_kind_name_idx")]
    [InlineData("countries:\"KR\" AND state = \"SIGNED\"", "update_time", "agreements_listed_field_value_update_time_name_idx")]
    [InlineData("countries:\"VN\" AND state = \"SIGNED\"", "", "agreements_listed_field_value_state_name_idx")]
    [InlineData("countries:\"KR\"", "state desc", "agreements_listed_field_value_state_name_idx")]
    [InlineData("parties:\"organizations/party-7\"", "", "agreements_listed_pkey")]
    [InlineData("valid_from >= 2001-01-01", "valid_from desc", "agreements_coalesce_name_idx")]
    public async Task A_page_of_agreements_comes_in_order_from_an_index(string filter, string order, string index) =>
        CheckOrdered(await partners.PlanAsync<Agreement>(filter, order), "agreements", index);

    // Words and their parts, of two letters in a script without spaces, and words in a row.
    [Theory]
    [InlineData("lokebagi")]
    [InlineData("okebag")]
    [InlineData("루조달청")]
    [InlineData("페루")]
    [InlineData("조달")]
    [InlineData("\"달청 수원 시\"")]
    public async Task A_part_of_a_word_is_found_by_an_index_over_texts(string filter)
    {
        var plan = await partners.PlanAsync<Organization>(filter, "");
        Assert.Contains("organizations_search_ends_idx", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Seq Scan", plan, StringComparison.Ordinal);
        var found = await partners.Service.Organizations.ListOrganizationsAsync(new ListRequest { Filter = filter, PageSize = 1000 }, partners.Service.Editor);
        Assert.Equal(
            await partners.Service.Database.ScalarAsync<string[]>($"select array_agg(name order by name) from organizations where search like '%{filter.Trim('"')}%'"),
            found.Organizations.Select(o => o.Name));
    }

    [Theory]
    [InlineData("countries:\"PE\"", "")]
    [InlineData("countries:\"PE\"", "update_time desc")]
    [InlineData("countries = \"PE\" AND kind = \"UNIT\"", "update_time")]
    [InlineData("countries:\"PE\" AND state != \"SIGNED\"", "state desc")]
    [InlineData("countries:\"PE\" AND valid_from < 2001-01-01", "valid_from desc")]
    [InlineData("countries:\"PE\" OR countries:\"VN\"", "kind desc, name")]
    [InlineData("NOT countries:\"PE\" AND kind = \"COURT\" AND valid_from <= 1991-01-01", "kind, valid_from desc")]
    public async Task The_pages_together_are_the_list_in_its_order(string filter, string order)
    {
        var (names, token) = (new List<string>(), "");
        do
        {
            var page = await partners.Service.Organizations.ListOrganizationsAsync(
                new ListRequest { Filter = filter, OrderBy = order, PageSize = 37, PageToken = token }, partners.Service.Editor);
            names.AddRange(page.Organizations.Select(o => o.Name));
            token = page.NextPageToken;
        }
        while (token.Length > 0);

        Assert.Equal(await ExpectedAsync(filter, order), names);
        Assert.True(names.Count > 40, $"{names.Count} are no pages");
    }

    // The same in SQL of its own, which knows nothing of the table beside the records.
    private async Task<string[]> ExpectedAsync(string filter, string order)
    {
        var where = filter.Replace("countries:", "countries = ", StringComparison.Ordinal);
        where = System.Text.RegularExpressions.Regex.Replace(where, "countries = \"(..)\"", "'$1' = any (countries)");
        where = System.Text.RegularExpressions.Regex.Replace(where, "valid_from (<=?) (\\S+)", "valid_from $1 '$2'").Replace('"', '\'');
        var last = order.EndsWith(" desc", StringComparison.Ordinal) ? "name desc" : "name";
        var by = order.Length == 0 || order.EndsWith("name", StringComparison.Ordinal) ? order : $"{order}, {last}";
        return await partners.Service.Database.ScalarAsync<string[]>($"select array_agg(name order by {(by.Length == 0 ? "name" : by)}) from organizations where {where}");
    }

    private static void CheckOrdered(string plan, string table, string index)
    {
        Assert.True(plan.Contains($"using {index} ", StringComparison.Ordinal), plan);
        Assert.DoesNotContain($"Seq Scan on {table}", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Sort Key", plan, StringComparison.Ordinal);
    }
}
