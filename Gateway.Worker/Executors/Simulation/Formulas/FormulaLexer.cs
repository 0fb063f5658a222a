using System.Globalization;

namespace Gateway.Worker.Executors.Simulation.Formulas;

/// <summary>Splits a formula into tokens. A name may contain dots: <c>Tank101.Level.PV</c> is one name.</summary>
internal static class FormulaLexer
{
    private static readonly string[] TwoCharacterSymbols = ["==", "!=", "<=", ">=", "&&", "||"];

    public static List<FormulaToken> Read(string text)
    {
        var tokens = new List<FormulaToken>();
        var at = 0;
        while (at < text.Length)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            var token = Next(text, at);
            tokens.Add(token);
            at += token.Text.Length;
        }

        tokens.Add(new FormulaToken(FormulaTokenKind.End, "", 0, text.Length + 1));
        return tokens;
    }

    private static FormulaToken Next(string text, int at)
    {
        var first = text[at];
        if (char.IsAsciiDigit(first))
        {
            return ReadNumber(text, at);
        }

        if (first == '$' || IsNameStart(first))
        {
            var end = at + 1;
            while (end < text.Length && (IsNameStart(text[end]) || char.IsAsciiDigit(text[end]) || text[end] == '.'))
            {
                end++;
            }

            var kind = first == '$' ? FormulaTokenKind.Parameter : FormulaTokenKind.Name;
            return new FormulaToken(kind, text[at..end], 0, at + 1);
        }

        foreach (var symbol in TwoCharacterSymbols)
        {
            if (string.CompareOrdinal(text, at, symbol, 0, 2) == 0)
            {
                return new FormulaToken(FormulaTokenKind.Symbol, symbol, 0, at + 1);
            }
        }

        return "+-*/%()<>!,".Contains(first, StringComparison.Ordinal)
            ? new FormulaToken(FormulaTokenKind.Symbol, text[at].ToString(), 0, at + 1)
            : throw new FormulaException($"unexpected '{first}' at position {at + 1}");
    }

    private static FormulaToken ReadNumber(string text, int at)
    {
        var end = at;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == '.'))
        {
            end++;
        }

        var number = text[at..end];
        return double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            ? new FormulaToken(FormulaTokenKind.Number, number, value, at + 1)
            : throw new FormulaException($"'{number}' at position {at + 1} is not a number");
    }

    private static bool IsNameStart(char character) => char.IsLetter(character) || character == '_';
}
