using System.Collections;
using EGovPlatform.Common.V1;
using EGovPlatform.Values;
using Google.Protobuf;
using Npgsql;

namespace EGovPlatform.Resources;

/// <summary>Finds private people by exact names, addresses and numbers without storing anything readable (values.md 8).</summary>
internal static class BlindIndex
{
    private static readonly string[] Fields = ["names", "emails", "phones", "document_number"];

    /// <summary>What a personal message may be found by.</summary>
    public static IEnumerable<string> TextsOf(IMessage personal)
    {
        foreach (var field in Fields.Select(personal.Descriptor.FindFieldByName).Where(f => f is not null))
        {
            var value = field.Accessor.GetValue(personal);
            foreach (var item in value as IList ?? new[] { value })
            {
                yield return item is Name name ? name.Text : (string)item!;
            }
        }
    }

    /// <summary>Spellings that mean the same have one key: case, accents, spacing; of a number only its digits.</summary>
    public static string Key(string text)
    {
        var digits = new string([.. text.Where(char.IsAsciiDigit)]);
        return text.Any(char.IsLetter) ? NameKey.Of(text) : digits;
    }

    public static async Task ReplaceAsync(NpgsqlConnection connection, string name, byte[][] digests, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new("delete from person_index where name = $1") { Parameters = { new() { Value = name } } });
        if (digests.Length > 0)
        {
            batch.BatchCommands.Add(new("insert into person_index (name, digest) select distinct $1, d from unnest($2::bytea[]) d")
            {
                Parameters = { new() { Value = name }, new() { Value = digests } },
            });
        }

        await batch.ExecuteNonQueryAsync(cancellation);
    }
}
