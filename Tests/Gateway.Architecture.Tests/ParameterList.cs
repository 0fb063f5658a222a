using System.Text.RegularExpressions;

namespace Gateway.Architecture.Tests;

/// <summary>The parameters that a method, a constructor or a type declares, read from the source.</summary>
internal sealed partial record ParameterList(string File, string Name, string Before, int Count)
{
    /// <summary>How the allow-list names it: the file's name and the member's.</summary>
    public string Key => $"{Path.GetFileNameWithoutExtension(File)}.{Name}";

    public static IEnumerable<ParameterList> Of(SourceFile file)
    {
        var code = NotCode().Replace(file.Text, match => match.Value.StartsWith('/') ? "" : "\"\"");
        foreach (Match open in Opening().Matches(code))
        {
            var parts = Split(code, open.Index + open.Length);
            if (parts.TrueForAll(part => Declaration().IsMatch(part)))
            {
                yield return new ParameterList(file.Path, open.Groups[2].Value, Lead(code, open.Index) + open.Groups[1].Value, parts.Count);
            }
        }
    }

    // Attributes are on the lines before the declaration, up to the end of the member before.
    private static string Lead(string code, int at) => code[(code.LastIndexOfAny([';', '{', '}'], Math.Max(0, at - 1)) + 1)..at];

    // The text up to the closing bracket, divided at the commas that are in no other brackets.
    private static List<string> Split(string code, int start)
    {
        var parts = new List<string>();
        for (int at = start, depth = 0; at < code.Length; at++)
        {
            var end = code[at] == ')' && depth == 0;
            if (end || (code[at] == ',' && depth == 0))
            {
                parts.Add(code[start..at].Trim());
                start = at + 1;
            }

            if (end)
            {
                break;
            }

            depth += code[at] switch { '(' or '[' or '{' or '<' => 1, ')' or ']' or '}' => -1, '>' when code[at - 1] is not ('=' or '-') => -1, _ => 0 };
        }

        return parts;
    }

    [GeneratedRegex("""//[^\n]*|/\*[\s\S]*?\*/|\"{3}[\s\S]*?\"{3}|@"(?:[^"]|"")*"|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])+'""")]
    private static partial Regex NotCode();

    [GeneratedRegex(@"^([^\n(=;]*?)\b(\w+)(?:<[\w, ]+>)?\(", RegexOptions.Multiline)]
    private static partial Regex Opening();

    [GeneratedRegex(@"^(?:\[[^\]]*\]\s*)*(?:(?:this|in|out|ref|readonly|params|scoped)\s+)*(?!new\b|await\b|var\b|throw\b)(?:[\w.:]+(?:<.*>)?|\(.*\))[\[\]?*,]*\s+@?\w+(?:\s*=[^>].*)?$", RegexOptions.Singleline)]
    private static partial Regex Declaration();
}
