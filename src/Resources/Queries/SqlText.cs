using System.Globalization;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace EGovPlatform.Resources;

/// <summary>SQL under construction with its parameters. Values never enter the text.</summary>
public sealed class SqlText
{
    private readonly StringBuilder text = new();

    public List<NpgsqlParameter> Parameters { get; } = [];

    public SqlText Add(string sql)
    {
        text.Append(sql);
        return this;
    }

    public SqlText Add(object value, NpgsqlDbType type)
    {
        Parameters.Add(new NpgsqlParameter { Value = value, NpgsqlDbType = type });
        text.Append('$').Append(Parameters.Count.ToString(CultureInfo.InvariantCulture));
        return this;
    }

    public NpgsqlCommand Command(NpgsqlConnection connection)
    {
        var command = new NpgsqlCommand(text.ToString(), connection);
        command.Parameters.AddRange(Parameters.ToArray());
        return command;
    }
}
