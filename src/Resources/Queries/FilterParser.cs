using EGovPlatform.Access;

namespace EGovPlatform.Resources;

/// <summary>
/// Parses AIP-160: factors separated by blanks or AND; OR binds tighter than AND; NOT and '-' negate;
/// comparisons =, !=, &lt;, &lt;=, &gt;, &gt;=, : over declared fields; bare words search.
/// </summary>
public sealed class FilterParser
{
    private const int MaxLength = 4096;
    private const int MaxDepth = 32;

    private readonly string filter;
    private readonly List<FilterLexer.Token> tokens;
    private int next;
    private int depth;

    private FilterParser(string filter)
    {
        this.filter = filter;
        tokens = FilterLexer.Read(filter);
    }

    /// <summary>The parsed filter; null when empty.</summary>
    public static FilterNode? Parse(string filter)
    {
        if (string.IsNullOrWhiteSpace(filter))
        {
            return null;
        }

        if (filter.Length > MaxLength)
        {
            throw Errors.InvalidFilter(filter[..40], MaxLength, $"a filter has at most {MaxLength} characters");
        }

        var parser = new FilterParser(filter);
        var node = parser.Expression();
        return parser.Peek.Kind == FilterLexer.Kind.End ? node : throw parser.Wrong(parser.Peek);
    }

    private FilterLexer.Token Peek => tokens[next];

    private FilterNode Expression()
    {
        if (++depth > MaxDepth)
        {
            throw Errors.InvalidFilter(filter, Peek.At, $"parentheses go at most {MaxDepth} deep");
        }

        var parts = new List<FilterNode> { Factor() };
        while (Peek.Kind is not (FilterLexer.Kind.End or FilterLexer.Kind.Close))
        {
            if (IsKeyword("AND"))
            {
                next++;
            }

            parts.Add(Factor());
        }

        depth--;
        return parts.Count == 1 ? parts[0] : new FilterNode.All(parts);
    }

    private FilterNode Factor()
    {
        var parts = new List<FilterNode> { Term() };
        while (IsKeyword("OR"))
        {
            next++;
            parts.Add(Term());
        }

        return parts.Count == 1 ? parts[0] : new FilterNode.Any(parts);
    }

    private FilterNode Term()
    {
        if (IsKeyword("NOT") || Peek.Kind == FilterLexer.Kind.Minus)
        {
            next++;
            return new FilterNode.Not(Simple());
        }

        return Simple();
    }

    private FilterNode Simple()
    {
        var token = tokens[next++];
        switch (token.Kind)
        {
            case FilterLexer.Kind.Open:
                var inner = Expression();
                if (Peek.Kind != FilterLexer.Kind.Close)
                {
                    throw Errors.InvalidFilter(filter, token.At, "the parenthesis is not closed");
                }

                next++;
                return inner;
            case FilterLexer.Kind.Text:
                return new FilterNode.Word(token.Text);
            case FilterLexer.Kind.Word when token.Text is "AND" or "OR" or "NOT":
                throw Wrong(token);
            case FilterLexer.Kind.Word when Peek.Kind == FilterLexer.Kind.Operator:
                var op = tokens[next++];
                var value = tokens[next++];
                return value.Kind is FilterLexer.Kind.Word or FilterLexer.Kind.Text
                    ? new FilterNode.Compare(token.Text, op.Text, value.Text, token.At)
                    : throw Errors.InvalidFilter(filter, value.At, $"'{op.Text}' needs a value");
            case FilterLexer.Kind.Word:
                return new FilterNode.Word(token.Text);
            default:
                throw Wrong(token);
        }
    }

    private bool IsKeyword(string keyword) => Peek.Kind == FilterLexer.Kind.Word && Peek.Text == keyword;

    private Exception Wrong(FilterLexer.Token token) =>
        Errors.InvalidFilter(filter, token.At, token.Kind == FilterLexer.Kind.End ? "something is missing at the end" : $"'{token.Text}' is not expected here");
}
