using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Values;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace EGovPlatform.Resources;

/// <summary>What the store has to know of a resource type, whatever its message is.</summary>
public abstract class ResourceType
{
    private protected ResourceType(MessageDescriptor descriptor, string table, int indexVersion)
    {
        Entry = ResourceCatalog.Of(descriptor);
        Table = table;
        IndexVersion = (StandardColumns.Version * 1000) + indexVersion;
    }

    /// <summary>Message, names and owner.</summary>
    public ResourceCatalog.Entry Entry { get; }

    /// <summary>Table that holds it.</summary>
    public string Table { get; }

    /// <summary>
    /// Raised whenever a column's computation changes, the type's own by its number, those of all types by theirs;
    /// `migrate` then computes older rows anew.
    /// </summary>
    public int IndexVersion { get; }

    /// <summary>Full message name.</summary>
    public string TypeName => Entry.Descriptor.FullName;

    /// <summary>Names of its records.</summary>
    public NamePattern Pattern => Entry.Pattern;

    /// <summary>States and moves; null for a type without states.</summary>
    public StateMachine? States { get; private protected set; }

    /// <summary>What is done to its records beside writes, moves and what all records know, in the past tense: <c>code_renewed</c>.</summary>
    public IReadOnlyList<string> Acts { get; private protected set; } = [];

    /// <summary>Columns a caller may filter and sort by.</summary>
    public abstract IReadOnlyList<Column> Columns { get; }

    /// <summary>A condition on rows beyond visibility; null for none. Adds what follows `and`, over the table by its name.</summary>
    public Action<SqlText, Caller>? SeenWhere { get; private protected set; }
}

/// <summary>
/// Declares a resource type: its table, index columns, states and rules. One static instance per type, in the file
/// named after it, is all a service writes besides the thin rpc class.
/// </summary>
public sealed class ResourceType<T> : ResourceType where T : class, IMessage<T>, new()
{
    private readonly List<Column<T>> computed = [];
    private readonly List<Action<RuleContext<T>>> rules = [];
    private readonly List<Func<RuleContext<T>, Neighbors, Task>> guards = [];
    private readonly List<Func<RuleContext<T>, Neighbors, Task>> deletionGuards = [];

    public ResourceType(string table, int indexVersion = 1) : base(new T().Descriptor, table, indexVersion)
    {
        Shape = new ResourceShape<T>(Entry.Descriptor);
        FieldRules = new FieldRules(Entry.Descriptor);
        computed.AddRange(StandardColumns.Computed(this));
    }

    /// <summary>Access to the fields every resource has.</summary>
    public ResourceShape<T> Shape { get; }

    internal FieldRules FieldRules { get; }

    public override IReadOnlyList<Column> Columns => [.. StandardColumns.Stored, .. computed];

    internal IReadOnlyList<Column<T>> Computed => computed;

    internal IReadOnlyList<Action<RuleContext<T>>> Rules => rules;

    internal IReadOnlyList<Func<RuleContext<T>, Neighbors, Task>> Guards => guards;

    internal IReadOnlyList<Func<RuleContext<T>, Neighbors, Task>> DeletionGuards => deletionGuards;

    internal ResourceType? HeldParent { get; private set; }

    internal Func<T, IEnumerable<string>> CountryCodes { get; private set; } = _ => [];

    internal Func<T, IEnumerable<Name>> NamesOf { get; private set; } = _ => [];

    internal Func<T, DateValue?> ValidDate { get; private set; } = _ => null;

    internal Func<T, IEnumerable<string>> SearchTexts { get; private set; } = _ => [];

    /// <summary>ISO 3166-1 alpha-2 codes the record is about; `countries/PE` is taken as `PE`.</summary>
    public ResourceType<T> Countries(Func<T, IEnumerable<string>> codes)
    {
        CountryCodes = codes;
        return this;
    }

    /// <summary>The date the record is valid on: columns valid_from and valid_to.</summary>
    public ResourceType<T> Valid(Func<T, DateValue?> date)
    {
        ValidDate = date;
        return this;
    }

    /// <summary>Texts found by a bare word in a filter.</summary>
    public ResourceType<T> Search(Func<T, IEnumerable<string>> texts)
    {
        SearchTexts = texts;
        return this;
    }

    /// <summary>
    /// Its names, by which duplicates are suggested: column name_keys. Personal names never are among them.
    /// </summary>
    public ResourceType<T> Names(Func<T, IEnumerable<Name>> names)
    {
        NamesOf = names;
        return Texts("name_keys", m => names(m).Select(n => NameKey.Of(n.Text)));
    }

    /// <summary>Another column, which the service's dated SQL has added to the table.</summary>
    public ResourceType<T> Column(string name, ColumnKind kind, Func<T, object?> value)
    {
        computed.Add(new Column<T>(name, kind, value));
        return this;
    }

    /// <summary>A text column.</summary>
    public ResourceType<T> Text(string name, Func<T, string?> value) => Column(name, ColumnKind.Text, m => value(m) ?? "");

    /// <summary>A column of several texts, filtered with `:`.</summary>
    /// <param name="name">Name of the column.</param>
    /// <param name="values">Its texts.</param>
    /// <param name="inOrder">Whether the service's dated SQL gives it to `list_by`, so that a list of one value on a large table comes from an index.</param>
    public ResourceType<T> Texts(string name, Func<T, IEnumerable<string>> values, bool inOrder = false)
    {
        computed.Add(new Column<T>(name, ColumnKind.Texts, m => values(m).Distinct(StringComparer.Ordinal).ToArray(), inOrder));
        return this;
    }

    /// <summary>States and moves.</summary>
    public ResourceType<T> StateMachine<TState>(Action<StateMachineBuilder<TState>> declare) where TState : struct, Enum
    {
        States = new StateMachine(Entry.Descriptor.FindFieldByName("state").EnumType);
        declare(new StateMachineBuilder<TState>(States));
        return this;
    }

    /// <summary>Declares acts of its own: a change of any other kind is refused, so that docs/api/asyncapi-v1.json names every event.</summary>
    public ResourceType<T> Act(params string[] acts)
    {
        Acts = acts;
        return this;
    }

    /// <summary>Whether a change may be of this kind: <c>updated</c>, or a transition's <c>agreement.signed</c>.</summary>
    internal bool Declares(string kind)
    {
        var verb = kind[(kind.IndexOf('.', StringComparison.Ordinal) + 1)..];
        return verb.Length == kind.Length || verb is "claimed" or "erased" or "merged" or "unmerged"
            || Acts.Contains(verb, StringComparer.Ordinal) || States?.Moves.Any(m => m.Verb == verb) == true;
    }

    /// <summary>A rule over the record about to be stored. All rules run; all violations are reported together.</summary>
    public ResourceType<T> Rule(Action<RuleContext<T>> rule)
    {
        rules.Add(rule);
        return this;
    }

    /// <summary>
    /// Hides records from callers whom their visibility would let in: on every way to read one, history included. Feeds and
    /// messages know no caller, so the type's message is declared `withheld` too.
    /// </summary>
    public ResourceType<T> Seen(Action<SqlText, Caller> where)
    {
        SeenWhere = where;
        return this;
    }

    /// <summary>
    /// Writes of the records of one parent go one at a time: its row is held before the record's own. That makes limits
    /// over all of them safe, and lets a write change several without a deadlock.
    /// </summary>
    public ResourceType<T> HoldParent(ResourceType parent)
    {
        HeldParent = parent;
        return this;
    }

    /// <summary>A rule over other records of the same database; runs in the write's transaction, except for a deletion.</summary>
    public ResourceType<T> Guard(Func<RuleContext<T>, Neighbors, Task> guard)
    {
        guards.Add(guard);
        return this;
    }

    /// <summary>A rule that may refuse a deletion; it runs in the deletion's transaction.</summary>
    public ResourceType<T> GuardDeletion(Func<RuleContext<T>, Neighbors, Task> guard)
    {
        deletionGuards.Add(guard);
        return this;
    }
}
