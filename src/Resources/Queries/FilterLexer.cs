using System.Text;
using EGovPlatform.Access;

namespace EGovPlatform.Resources;

/// <summary>Cuts a filter into tokens.</summary>
internal static class FilterLexer
{
    private static readonly string[] Operators = ["<=", ">=", "!=", "=", "<", ">", ":"];

    /// <summary>A token, its kind and where it begins.</summary>
    public sealed record Token(string Text, Kind Kind, int At);

    /// <summary>Kinds of tokens.</summary>
    public enum Kind
    {
        Word,
        Text,
        Operator,
        Open,
        Close,
        Minus,
        End,
    }

    public static List<Token> Read(string filter)
    {
        var tokens = new List<Token>();
        for (var i = 0; i < filter.Length;)
        {
            var c = filter[i];
            if (char.IsWhiteSpace(c))
            {
                i++;
            }
            else if (c is '"' or '\'')
            {
                tokens.Add(Quoted(filter, ref i));
            }
            else if (c is '(' or ')')
            {
                tokens.Add(new Token(c.ToString(), c == '(' ? Kind.Open : Kind.Close, i++));
            }
            else if (Array.Find(Operators, o => string.CompareOrdinal(filter, i, o, 0, o.Length) == 0) is { } op)
            {
                tokens.Add(new Token(op, Kind.Operator, i));
                i += op.Length;
            }
            else if (c == '-' && (i + 1 < filter.Length) && !char.IsDigit(filter[i + 1]) && !char.IsWhiteSpace(filter[i + 1]))
            {
                tokens.Add(new Token("-", Kind.Minus, i++));
            }
            else
            {
                tokens.Add(Word(filter, ref i));
            }
        }

        tokens.Add(new Token("", Kind.End, filter.Length));
        return tokens;
    }

    private static Token Quoted(string filter, ref int i)
    {
        var start = i;
        var quote = filter[i++];
        var text = new StringBuilder();
        while (i < filter.Length && filter[i] != quote)
        {
            if (filter[i] == '\\' && i + 1 < filter.Length)
            {
                i++;
            }

            text.Append(filter[i++]);
        }

        if (i >= filter.Length)
        {
            throw Errors.InvalidFilter(filter, start, "the quote is not closed");
        }

        i++;
        return new Token(text.ToString(), Kind.Text, start);
    }

    private static Token Word(string filter, ref int i)
    {
        var start = i;
        while (i < filter.Length && !char.IsWhiteSpace(filter[i]) && filter[i] is not ('(' or ')' or '"' or '\'' or '<' or '>' or '=' or '!' or ':'))
        {
            i++;
        }

        if (i == start)
        {
            throw Errors.InvalidFilter(filter, start, $"'{filter[start]}' is not expected here");
        }

        return new Token(filter[start..i], Kind.Word, start);
    }
}
