using System.Text.Json.Nodes;
using EGovPlatform.Common.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Enum = System.Enum;

namespace EGovPlatform.SystemTests;

/// <summary>Who calls.</summary>
/// <param name="Role">One role; null for nobody.</param>
/// <param name="Scope">What the token limits or gives beyond it.</param>
/// <param name="Token">The token.</param>
internal sealed record MatrixCaller(Role? Role, string Scope, string? Token)
{
    public override string ToString() => $"{Role?.ToString() ?? "nobody"} ({Scope})";
}

/// <summary>Every role in every scope.</summary>
internal static class MatrixCallers
{
    /// <summary>What a token says of the caller's side; records of the matrix are shared with PE and IDB and belong to no workspace.</summary>
    private static readonly (string Name, string[] Countries, string[] Organizations, string Workspace)[] Scopes =
    [
        ("no scope", [], [], ""), ("country inside", ["countries/PE"], [], ""), ("country outside", ["countries/GH"], [], ""),
        ("organization inside", [], ["organizations/idb"], ""), ("organization outside", [], ["organizations/mois"], ""), ("workspace outside", [], [], "health"),
    ];

    public static IReadOnlyList<MatrixCaller> All(Platform platform) =>
    [
        new(null, "no token", null),
        .. from scope in Scopes
           from role in Enum.GetValues<Role>()
           where role != Role.Unspecified
           select new MatrixCaller(role, scope.Name, platform.Issuer.Issue("matrix", [role], TimeSpan.FromMinutes(30), scope.Countries, scope.Organizations, workspace: scope.Workspace)),
    ];
}

/// <summary>Every rpc of the contracts.</summary>
internal static class MatrixMethods
{
    public static IReadOnlyList<MethodDescriptor> All { get; } =
    [
        .. typeof(Change).Assembly.GetTypes()
            .Where(t => t.Name.EndsWith("Reflection", StringComparison.Ordinal) && t.Namespace?.StartsWith("EGovPlatform.", StringComparison.Ordinal) == true)
            .Select(t => t.GetProperty("Descriptor")?.GetValue(null)).OfType<FileDescriptor>().DistinctBy(f => f.Name)
            .SelectMany(f => f.Services).SelectMany(s => s.Methods).OrderBy(m => m.FullName, StringComparer.Ordinal),
    ];
}

/// <summary>How a record of the matrix is seen (values.md 9).</summary>
internal enum Seen
{
    Unsaid,
    Internal,
    Public,
    SharedWithPeAndIdb,
    EmbargoOver,
    EmbargoToCome,
}

/// <summary>A method on a record. An etag that no record has keeps writes that are let in from doing anything.</summary>
internal sealed record RecordCall(MatrixCall Call, string Name, Seen Visibility)
{
    private bool IsList => Call.Method.Name.StartsWith("List", StringComparison.Ordinal);

    private bool IsRead => IsList || Call.Method.Name.StartsWith("Get", StringComparison.Ordinal) || Call.Method.Name.StartsWith("BatchGet", StringComparison.Ordinal);

    /// <summary>The rule in words of access.md, for a caller whose role may call the method.</summary>
    public Decision Declared(MatrixCaller caller)
    {
        var staff = caller.Role is not (Role.Partner or Role.Operator);
        var inside = caller.Scope != "workspace outside";
        var seen = caller.Role == Role.Service || Visibility is Seen.Public or Seen.EmbargoOver || (staff && inside)
            || (Visibility == Seen.SharedWithPeAndIdb && caller is { Role: Role.Partner, Scope: "country inside" or "organization inside" });
        return !seen ? Decision.Hidden : IsRead || inside || caller.Role == Role.Service ? Decision.LetIn : Decision.OutOfScope;
    }

    /// <summary>A list hides by leaving out.</summary>
    public Decision Found(Observed answer) => IsList && answer is { Decision: Decision.LetIn, Bytes: { } bytes } && bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(Name)) < 0 ? Decision.Hidden : answer.Decision;
}

/// <summary>A record of each of some types at each visibility, and every method that takes its name.</summary>
internal sealed class MatrixRecords : IAsyncDisposable
{
    private static readonly (string Collection, string Type, string Body)[] Types =
    [
        ("programs", "Program", """{"names":[{"text":"Matrix"}]}"""),
        ("projects", "Project", """{"kind":"PROJECT_KIND_CONSULTING","names":[{"text":"Matrix"}]}"""),
        ("engagements", "Engagement", """{"kind":"ENGAGEMENT_KIND_ROAD_SHOW","titles":[{"text":"Matrix"}]}"""),
        ("agreements", "Agreement", """{"kind":"AGREEMENT_KIND_MEMORANDUM","subject":"matrix","parties":[{"resource":"countries/KR"},{"resource":"countries/GH"}]}"""),
        ("organizations", "Organization", """{"kind":"ORGANIZATION_KIND_GOVERNMENT","names":[{"text":"Matrix"}]}"""),
        ("courses", "Course", """{"names":[{"text":"Matrix"}],"level":"COURSE_LEVEL_NATIONAL"}"""),
        ("publications", "Publication", """{"title":"Matrix"}"""),
    ];

    private readonly GatewayClient office;

    private MatrixRecords(GatewayClient office) => this.office = office;

    public IReadOnlyList<RecordCall> Calls { get; private set; } = [];

    public static async Task<MatrixRecords> CreateAsync(Platform platform)
    {
        var records = new MatrixRecords(new GatewayClient(platform, "matrix", Role.Editor, Role.Approver, Role.TrainingOfficer));
        var calls = new List<RecordCall>();
        foreach (var (collection, type, body) in Types)
        {
            foreach (var seen in Enum.GetValues<Seen>())
            {
                var document = JsonNode.Parse(body)!.AsObject();
                if (Visibility(seen) is { } visibility)
                {
                    document["record"] = new JsonObject { ["visibility"] = JsonNode.Parse(visibility) };
                }

                var name = await records.office.AddAsync(collection, document.ToJsonString());
                calls.AddRange(MatrixMethods.All.Select(m => Call(m, type, name)).OfType<MatrixCall>().Select(c => new RecordCall(c, name, seen)));
            }
        }

        records.Calls = calls;
        return records;
    }

    public ValueTask DisposeAsync() => office.DisposeAsync();

    private static string? Visibility(Seen seen) => seen switch
    {
        Seen.Internal => """{"level":"VISIBILITY_LEVEL_INTERNAL"}""",
        Seen.Public => """{"level":"VISIBILITY_LEVEL_PUBLIC"}""",
        Seen.SharedWithPeAndIdb => """{"level":"VISIBILITY_LEVEL_SHARED","sharedWith":["countries/PE","organizations/idb"]}""",
        Seen.EmbargoOver => """{"level":"VISIBILITY_LEVEL_EMBARGOED","until":{"edtf":"2018-06-04"}}""",
        Seen.EmbargoToCome => """{"level":"VISIBILITY_LEVEL_EMBARGOED","until":{"edtf":"2999-01-01"}}""",
        _ => null,
    };

    // Methods of the store: by name with an etag, of one or several names, and the list that is filtered down to the record.
    private static MatrixCall? Call(MethodDescriptor method, string type, string name)
    {
        var request = method.InputType.Parser.ParseFrom(ByteString.Empty);
        if (method.InputType == ListRequest.Descriptor && method.OutputType.FindFieldByNumber(1)?.MessageType?.Name == type && method.Name.StartsWith("List", StringComparison.Ordinal))
        {
            ((ListRequest)request).Filter = $"name=\"{name}\"";
            return new MatrixCall(method, request);
        }

        if (method.InputType == BatchGetRequest.Descriptor && method.OutputType.FindFieldByNumber(1)?.MessageType?.Name == type)
        {
            ((BatchGetRequest)request).Names.Add(name);
            return new MatrixCall(method, request);
        }

        if (method.OutputType.Name != type)
        {
            return null;
        }

        var update = method.InputType.Name == $"Update{type}Request";
        if (!update && method.InputType != GetRequest.Descriptor && method.InputType != DeleteRequest.Descriptor && method.InputType != UndeleteRequest.Descriptor && method.InputType != TransitionRequest.Descriptor)
        {
            return null;
        }

        var at = update ? method.InputType.FindFieldByNumber(1).Name + "." : "";
        MatrixCall.Set(request, at + "name", name);
        MatrixCall.Set(request, at + "etag", "\"no such\"");
        MatrixCall.Set(request, "validate_only", true);
        return new MatrixCall(method, request);
    }
}
