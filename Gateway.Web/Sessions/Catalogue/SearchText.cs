using Gateway.Contracts;
using Gateway.Web.Access.Items;

namespace Gateway.Web.Sessions.Catalogue;

/// <summary>The text that is looked for: a glob, or words.</summary>
internal sealed class SearchText
{
    private static readonly char[] Wildcards = ['*', '?'];

    private readonly string? _glob;
    private readonly string[] _words;

    public SearchText(string? like)
    {
        var text = like?.Trim() ?? "";
        _glob = text.IndexOfAny(Wildcards) >= 0 ? ItemReference.Normal(text) : null;
        _words = _glob is null ? text.Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];
    }

    /// <summary>Whether a name, or the description that belongs to it, has the text.</summary>
    public bool Matches(string name, string? description) => _glob is null
        ? Array.TrueForAll(_words, word => Has(name, word) || (description is not null && Has(description, word)))
        : ItemGlob.Matches(_glob, name);

    /// <summary>0 for names that begin with the first word, and 1 for the others, which come later.</summary>
    public int RankOf(string name) => _words.Length == 0 || name.StartsWith(_words[0], StringComparison.OrdinalIgnoreCase) ? 0 : 1;

    private static bool Has(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);
}
