using System.Buffers;
using System.Reflection;
using System.Text;
using System.Text.Json;
using EGovPlatform.Common.V1;
using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Grpc.JsonTranscoding;
using Microsoft.AspNetCore.Grpc.JsonTranscoding.Internal.Json;

namespace EGovPlatform.Standins.Grpc.Tests.Transcoding;

/// <summary>Our JSON is that of Google.Protobuf, for every message type of the contracts and the common ones they use.</summary>
public sealed class JsonMappingTests
{
    private static readonly int Seed = int.TryParse(Environment.GetEnvironmentVariable("EGOV_TEST_SEED"), out var seed) ? seed : 20180528;
    private static readonly int Runs = int.TryParse(Environment.GetEnvironmentVariable("EGOV_TEST_RUNS"), out var runs) ? runs : 0;

    private static readonly IReadOnlyList<FileDescriptor> Files = AllFiles();
    private static readonly TypeRegistry Registry = TypeRegistry.FromFiles(Files);
    private static readonly IReadOnlyList<MessageDescriptor> Types =
        [.. Files.Where(f => f.Name != "google/protobuf/descriptor.proto").SelectMany(f => f.MessageTypes).SelectMany(WithNested)];

    // Each type in turn, so that none is left out; the one with every kind of field more often.
    private static readonly IReadOnlyList<MessageDescriptor> Turns = [.. Types.Concat(Enumerable.Repeat(Everything.Descriptor, 100))];

    private static readonly IReadOnlyList<MessageDescriptor> AnyTypes = [.. Types.Where(t => t.FullName != "google.protobuf.Value")];

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void Writer_and_reader_agree_with_the_library(bool ignoreDefaults, bool enumsAsIntegers)
    {
        var settings = new GrpcJsonSettings { IgnoreDefaultValues = ignoreDefaults, WriteEnumsAsIntegers = enumsAsIntegers, WriteInt64sAsStrings = true };
        var writer = new MessageWriter(settings, Registry);
        var reader = new MessageReader(Registry);
        var formatter = new JsonFormatter(JsonFormatter.Settings.Default.WithFormatDefaultValues(!ignoreDefaults).WithFormatEnumsAsIntegers(enumsAsIntegers).WithTypeRegistry(Registry));
        var parser = new JsonParser(JsonParser.Settings.Default.WithTypeRegistry(Registry));
        var next = 0;

        var seeds = Gen.Choose(0, int.MaxValue - 1).ToArbitrary();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Math.Max(Runs, 2 * Turns.Count)).WithReplay((ulong)Seed, 1UL), Prop.ForAll(seeds, one =>
        {
            var type = Turns[next++ % Turns.Count];
            var message = new RandomMessages(new Random(one), AnyTypes).Make(type, depth: 3);
            var what = $"{type.FullName}, EGOV_TEST_SEED={Seed}, message seed {one}";

            var theirs = formatter.Format(message);
            var ours = Write(writer, message);
            Assert.True(JsonElement.DeepEquals(Root(theirs), Root(ours)), $"{what}: {Difference(Root(theirs), Root(ours), "$")}");
            Assert.True(message.Equals(reader.Read(Encoding.UTF8.GetBytes(theirs), type)), $"{what}: ours reads another message from\n{theirs}");
            Assert.True(message.Equals(parser.Parse(ours, type)), $"{what}: theirs reads another message from\n{ours}");
        }));

        Assert.True(next >= Turns.Count);
        Assert.InRange(Types.Count, 100, int.MaxValue);
    }

    [Theory]
    [InlineData("""{"isbn":"9007199254740993"}""")]
    [InlineData("""{"isbn":12e3}""")]
    [InlineData("""{"copies":{"a":1.0,"b":"2"}}""")]
    [InlineData("""{"authors":[{"givenName":"A"},{"given_name":"B","born":-5}]}""")]
    [InlineData("""{"authors":null,"title":null,"room":"r"}""")]
    [InlineData("""{"kind":2}""")]
    [InlineData("""{"title":"\ud83d\ude08\u0000"}""")]
    public void All_forms_are_read_alike(string json) =>
        Assert.Equal(JsonParser.Default.Parse(json, Book.Descriptor), new MessageReader(Registry).Read(Encoding.UTF8.GetBytes(json), Book.Descriptor));

    [Theory]
    [InlineData("""{"isbn":1.5}""")]
    [InlineData("""{"isbn":9223372036854775808}""")]
    [InlineData("""{"isbn":""}""")]
    [InlineData("""{"kind":"KIND_NONE"}""")]
    [InlineData("""{"kind":1.5}""")]
    [InlineData("""{"authors":[null]}""")]
    [InlineData("""{"copies":{"a":null}}""")]
    [InlineData("""{"copies":[]}""")]
    [InlineData("""{"room":"r","floor":1}""")]
    [InlineData("""{"title":"\ud83d"}""")]
    [InlineData("""{"title":true}""")]
    [InlineData("""{"nothing":1}""")]
    [InlineData("[]")]
    [InlineData("\"x\"")]
    public void What_the_library_refuses_is_refused(string json)
    {
        Assert.ThrowsAny<Exception>(() => JsonParser.Default.Parse(json, Book.Descriptor));
        Assert.Throws<FormatException>(() => new MessageReader(Registry).Read(Encoding.UTF8.GetBytes(json), Book.Descriptor));
    }

    [Theory]
    [InlineData("""{"@type":"type.googleapis.com/google.protobuf.Duration","value":"1.5s"}""")]
    [InlineData("""{"given_name":"A","@type":"type.googleapis.com/library.v1.Author","born":1}""")]
    public void An_any_may_name_its_type_anywhere(string json) =>
        Assert.Equal(
            new JsonParser(JsonParser.Settings.Default.WithTypeRegistry(Registry)).Parse<Any>(json),
            new MessageReader(Registry).Read(Encoding.UTF8.GetBytes(json), Any.Descriptor));

    [Theory]
    [InlineData("""{"@type":"type.googleapis.com/nothing.Known"}""")]
    [InlineData("""{"born":1}""")]
    [InlineData("""{"@type":"type.googleapis.com/google.protobuf.Duration"}""")]
    [InlineData("{}")]
    public void An_any_that_says_nothing_is_refused(string json) =>
        Assert.Throws<FormatException>(() => new MessageReader(Registry).Read(Encoding.UTF8.GetBytes(json), Any.Descriptor));

    [Fact]
    public void Numbers_of_64_bits_may_stay_numbers() =>
        Assert.Equal("""{"isbn":9780131103627}""", Write(new MessageWriter(new GrpcJsonSettings { IgnoreDefaultValues = true }, Registry), new Book { Isbn = 9780131103627 }));

    private static string Write(MessageWriter writer, IMessage message)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, writer.Options))
        {
            writer.Write(json, message);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static JsonElement Root(string json) => JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 200 }).RootElement;

    // Null when the two have the same value.
    private static string? Difference(JsonElement theirs, JsonElement ours, string path)
    {
        if (JsonElement.DeepEquals(theirs, ours))
        {
            return null;
        }

        if (theirs.ValueKind == JsonValueKind.Object && ours.ValueKind == JsonValueKind.Object)
        {
            var names = theirs.EnumerateObject().Concat(ours.EnumerateObject()).Select(p => p.Name).Distinct();
            return names.Select(n => theirs.TryGetProperty(n, out var a) && ours.TryGetProperty(n, out var b)
                ? Difference(a, b, $"{path}.{n}")
                : $"{path}.{n} is only in one").First(d => d is not null);
        }

        if (theirs.ValueKind == JsonValueKind.Array && ours.ValueKind == JsonValueKind.Array && theirs.GetArrayLength() == ours.GetArrayLength())
        {
            return theirs.EnumerateArray().Zip(ours.EnumerateArray()).Select((p, i) => Difference(p.First, p.Second, $"{path}[{i}]")).First(d => d is not null);
        }

        return $"{path}: theirs {theirs.GetRawText()}, ours {ours.GetRawText()}";
    }

    private static IEnumerable<MessageDescriptor> WithNested(MessageDescriptor type) =>
        type.NestedTypes.Where(n => n.ClrType is not null).SelectMany(WithNested).Prepend(type);

    private static IReadOnlyList<FileDescriptor> AllFiles()
    {
        var found = new Dictionary<string, FileDescriptor>(StringComparer.Ordinal);
        foreach (var assembly in new[] { typeof(Operation).Assembly, typeof(Book).Assembly })
        {
            foreach (var type in assembly.GetTypes().Where(t => t.Name.EndsWith("Reflection", StringComparison.Ordinal)))
            {
                if (type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) is FileDescriptor file)
                {
                    Add(file);
                }
            }
        }

        Add(Google.Rpc.ErrorDetailsReflection.Descriptor);
        return [.. found.Values];

        void Add(FileDescriptor file)
        {
            if (found.TryAdd(file.Name, file))
            {
                foreach (var dependency in file.Dependencies)
                {
                    Add(dependency);
                }
            }
        }
    }
}
