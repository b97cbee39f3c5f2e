using System.Text;

namespace EGovPlatform.Standins.Grpc.Tests.Hostile;

/// <summary>Spoils bytes and texts in ways that parsers have been known to mind.</summary>
internal sealed class Mutation(Random random)
{
    private static readonly string[] Numbers = ["-1", "0", "1e400", "-0.0", "9223372036854775808", "00", "1.", "0x1", "NaN", "\"1e3\"", "null", "{}", "[[]]", "\"\\ud83d\"", "\"\\u0000\""];

    /// <summary>One to four changes: bytes flipped, cut, doubled, put in, or lengths made to lie.</summary>
    public byte[] Bytes(byte[] original)
    {
        var bytes = original.ToList();
        for (var i = random.Next(1, 5); i > 0; i--)
        {
            var at = random.Next(bytes.Count + 1);
            switch (random.Next(7))
            {
                case 0 when at < bytes.Count:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1 when at < bytes.Count:
                    bytes.RemoveRange(at, random.Next(bytes.Count - at + 1));
                    break;
                case 2:
                    bytes.InsertRange(at, Enumerable.Range(0, random.Next(1, 40)).Select(_ => (byte)random.Next(256)));
                    break;
                case 3:
                    bytes.InsertRange(at, [.. bytes]);
                    break;
                case 4 when bytes.Count > 5:
                    bytes[random.Next(1, 5)] = (byte)random.Next(256);
                    break;
                case 5 when bytes.Count > 0:
                    bytes[0] = (byte)random.Next(256);
                    break;
                case 6 when bytes.Count < 4096:
                    bytes.AddRange(Enumerable.Repeat((byte)random.Next(256), random.Next(2000)));
                    break;
            }
        }

        return [.. bytes];
    }

    /// <summary>JSON with a value replaced, nested deeply, cut or spoiled byte by byte.</summary>
    public byte[] Json(string original) => random.Next(5) switch
    {
        0 => Bytes(Encoding.UTF8.GetBytes(original)),
        1 => Encoding.UTF8.GetBytes(Nested(random.Next(1, 3000))),
        2 => Encoding.UTF8.GetBytes(original[..random.Next(original.Length)]),
        3 => Encoding.UTF8.GetBytes(original.Replace(Pick(["1", "\"a\"", "[", "{"]), Pick(Numbers), StringComparison.Ordinal)),
        _ => Encoding.UTF8.GetBytes(original.Insert(random.Next(original.Length), Pick(["\ud83d\ude08", ",", "\"", "}", "]", "\\u00", "\0", "//", "\ufeff"]))),
    };

    /// <summary>What HTTP lets through in a header's value and gRPC has an opinion on.</summary>
    public (string Name, string Value) Header() => (Pick(["grpc-timeout", "grpc-encoding", "grpc-accept-encoding", "x-a-bin", "x-a", "grpc-status", "te", "x-b-bin", "accept"]), Pick(
    [
        "", "!", "1", "99999999H", "-5S", "1x", "0n", "gzip", "gzip,gzip", "identity", "snappy", "AAAA", "A", "AA==,", "====", "a,b,c", "application/grpc-web-text",
        new string('A', random.Next(2000)), random.Next().ToString("X8", System.Globalization.CultureInfo.InvariantCulture),
    ]));

    public T Pick<T>(IReadOnlyList<T> values) => values[random.Next(values.Count)];

    private string Nested(int depth) => Pick(["{\"authors\":[", "[", "{\"a\":", "{\"book\":{\"authors\":[{"]) is var open
        ? string.Concat(Enumerable.Repeat(open, depth)) + (random.Next(2) == 0 ? "1" : "")
        : "";
}
