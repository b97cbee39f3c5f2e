namespace Microsoft.AspNetCore.Grpc.JsonTranscoding.Internal;

/// <summary>
/// A path of <c>google.api.HttpRule</c>: <c>"/" Segments [":" verb]</c>, where a segment is a literal, <c>*</c>,
/// <c>**</c> (last only) or a variable <c>{field.path=segments}</c>.
/// </summary>
internal sealed class HttpPathTemplate
{
    public const string Wildcard = "*";
    public const string DeepWildcard = "**";

    private readonly string text;
    private readonly List<string> segments = [];
    private readonly List<HttpPathVariable> variables = [];
    private int position;

    private HttpPathTemplate(string text) => this.text = text;

    /// <summary>The template as written.</summary>
    public string Text => text;

    /// <summary>Literals, <see cref="Wildcard"/> or <see cref="DeepWildcard"/>, variables opened.</summary>
    public IReadOnlyList<string> Segments => segments;

    public IReadOnlyList<HttpPathVariable> Variables => variables;

    /// <summary>Custom verb without its colon.</summary>
    public string? Verb { get; private set; }

    /// <exception cref="FormatException">The text does not follow the grammar; the message says where.</exception>
    public static HttpPathTemplate Parse(string text)
    {
        var template = new HttpPathTemplate(text);
        template.Expect('/');
        template.ReadSegments(insideVariable: false);
        if (template.Take(':'))
        {
            template.Verb = template.ReadLiteral();
        }

        if (template.position != text.Length)
        {
            throw template.Error("unexpected character");
        }

        var deep = template.segments.IndexOf(DeepWildcard);
        if (deep >= 0 && deep != template.segments.Count - 1)
        {
            throw template.Error("'**' must be the last segment");
        }

        return template;
    }

    private void ReadSegments(bool insideVariable)
    {
        do
        {
            if (Take('{'))
            {
                if (insideVariable)
                {
                    throw Error("a variable inside a variable");
                }

                ReadVariable();
            }
            else if (Take('*'))
            {
                segments.Add(Take('*') ? DeepWildcard : Wildcard);
            }
            else
            {
                segments.Add(ReadLiteral());
            }
        }
        while (Take('/'));
    }

    private void ReadVariable()
    {
        var start = segments.Count;
        var fieldPath = new List<string>();
        do
        {
            fieldPath.Add(ReadIdentifier());
        }
        while (Take('.'));

        if (Take('='))
        {
            ReadSegments(insideVariable: true);
        }
        else
        {
            segments.Add(Wildcard);
        }

        Expect('}');
        var name = string.Join('.', fieldPath);
        if (variables.Exists(v => v.FieldPath == name))
        {
            throw Error($"variable '{name}' stands twice");
        }

        variables.Add(new HttpPathVariable(name, start, segments.Count));
    }

    private string ReadIdentifier()
    {
        var start = position;
        while (position < text.Length && (char.IsAsciiLetterOrDigit(text[position]) || text[position] == '_'))
        {
            position++;
        }

        return position > start ? text[start..position] : throw Error("a field name is missing");
    }

    private string ReadLiteral()
    {
        var start = position;
        while (position < text.Length && text[position] is not ('/' or ':' or '{' or '}' or '*' or '='))
        {
            position++;
        }

        return position > start ? text[start..position] : throw Error("a segment is missing");
    }

    private bool Take(char c)
    {
        if (position >= text.Length || text[position] != c)
        {
            return false;
        }

        position++;
        return true;
    }

    private void Expect(char c)
    {
        if (!Take(c))
        {
            throw Error($"'{c}' is missing");
        }
    }

    private FormatException Error(string what) => new($"HTTP path template '{text}': {what} at position {position}.");
}

/// <summary>A variable and the segments from <paramref name="Start"/> to before <paramref name="End"/> it takes its value from.</summary>
internal sealed record HttpPathVariable(string FieldPath, int Start, int End);
