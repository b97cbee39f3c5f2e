using EGovPlatform.Access;
using EGovPlatform.ReportingService.Mart;
using EGovPlatform.Resources;

namespace EGovPlatform.ReportingService.Checks;

/// <summary>What pages of checks have in common.</summary>
internal static class CheckPage
{
    private const int Default = 200;

    /// <summary>Countries of a record, by which lists of checks filter.</summary>
    public static readonly Column Country = new("country", ColumnKind.Texts, "array(select c.country from record_country c where c.name = r.name and c.version = r.version)");

    /// <exception cref="Grpc.Core.RpcException">INVALID_FIELD: negative.</exception>
    public static int Size(int asked) => Pages.Size(asked, Default);

    /// <summary>Adds the filter to a condition.</summary>
    public static void Filter(SqlText sql, string filter, IReadOnlyList<Column> columns)
    {
        if (ReportFilter.Parse(filter) is { } parsed)
        {
            sql.Add(" and (");
            new FilterSql(columns, filter, sql).Write(parsed);
            sql.Add(")");
        }
    }

    /// <summary>An enum value by the name without prefix that the mart keeps.</summary>
    public static T Enum<T>(string text) where T : struct, Enum =>
        System.Enum.TryParse<T>(text.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var value) ? value : default;
}
