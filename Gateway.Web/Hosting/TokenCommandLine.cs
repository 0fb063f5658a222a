using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Gateway.Web.Access.Tokens;

namespace Gateway.Web.Hosting;

/// <summary>The arguments of the offline command: its own options, and settings as <c>--Gateway:Store:Path=…</c>.</summary>
internal sealed class TokenCommandLine
{
    private const string SettingPrefix = "--Gateway:";

    private static readonly TimeSpan DefaultLifetime = TimeSpan.FromDays(30);

    private readonly Option<string> _subject = new("--subject") { HelpName = "NAME", Required = true, Description = "Whose token it is." };
    private readonly Option<string[]?> _scopes = ListOf("--scopes", "SCOPE[,SCOPE...]", "What the token allows, such as admin or sessions:read,sessions:write.");
    private readonly Option<TimeSpan> _lifetime = new("--lifetime")
    {
        HelpName = "30d|12h|15m|90s",
        Description = "How long the token is valid; 30 days if absent.",
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = LifetimeOf,
    };

    private readonly Option<string[]?> _tags = ListOf("--tags", "TAG[,TAG...]", "The session tags whose sessions the token reaches.");
    private readonly Option<string?> _session = new("--session") { HelpName = "ID", Description = "The only session that the token reaches." };
    private readonly Option<string[]?> _read = ListOf("--read", "GLOB[,GLOB...]", "The item references that may be read; all if absent.");
    private readonly Option<string[]?> _write = ListOf("--write", "GLOB[,GLOB...]", "The item references that may be written; as for reading if absent.");
    private readonly Option<string?> _label = new("--label") { HelpName = "TEXT", Description = "What the token is for, shown in the list of tokens." };
    private readonly Option<string?> _contentRoot = new("--contentRoot", "--contentroot") { HelpName = "DIRECTORY", Description = "The directory of the gateway's settings." };

    public TokenCommandLine() => _scopes.Required = true;

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_subject, _scopes, _lifetime, _tags, _session, _read, _write, _label, _contentRoot])
        {
            command.Options.Add(option);
        }
    }

    public string? ContentRootOf(ParseResult parsed) => parsed.GetValue(_contentRoot);

    public TokenRequest RequestOf(ParseResult parsed) => new()
    {
        Subject = parsed.GetRequiredValue(_subject),
        Scopes = parsed.GetRequiredValue(_scopes)!,
        SessionTags = parsed.GetValue(_tags) ?? [],
        SessionId = parsed.GetValue(_session),
        Read = ListOrNull(parsed, _read),
        Write = ListOrNull(parsed, _write),
        Label = parsed.GetValue(_label),
        Lifetime = parsed.GetResult(_lifetime) is null ? DefaultLifetime : parsed.GetValue(_lifetime),
    };

    /// <summary>What is left of the arguments is settings: <c>--Gateway:Section:Name=value</c> or <c>--Gateway:Section:Name value</c>.</summary>
    /// <exception cref="ArgumentException">An argument is no setting or has no value; the message names it.</exception>
    public static Dictionary<string, string?> SettingsOf(ParseResult parsed)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        var rest = new Queue<string>(parsed.UnmatchedTokens);
        while (rest.TryDequeue(out var argument))
        {
            if (!argument.StartsWith(SettingPrefix, StringComparison.OrdinalIgnoreCase))
            {
                throw new ArgumentException($"'{argument}' is not a known argument.");
            }

            var parts = argument[2..].Split('=', 2);
            settings[parts[0]] = parts.Length == 2 ? parts[1] : rest.TryDequeue(out var value) ? value : throw new ArgumentException($"{argument} needs a value.");
        }

        return settings;
    }

    // The library gives an empty list for an option that is absent, but here an empty list allows nothing.
    private static string[]? ListOrNull(ParseResult parsed, Option<string[]?> option) => parsed.GetResult(option) is null ? null : parsed.GetValue(option);

    private static Option<string[]?> ListOf(string name, string helpName, string description) => new(name)
    {
        HelpName = helpName,
        Description = description,
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = result => result.Tokens[0].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
    };

    private static TimeSpan LifetimeOf(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (text.Length < 2 || !int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count is 0 or > 1_000_000)
        {
            result.AddError($"--lifetime '{text}' is not a number with a unit, such as 30d, 12h or 15m.");
            return default;
        }

        switch (text[^1])
        {
            case 'd':
                return TimeSpan.FromDays(count);
            case 'h':
                return TimeSpan.FromHours(count);
            case 'm':
                return TimeSpan.FromMinutes(count);
            case 's':
                return TimeSpan.FromSeconds(count);
            default:
                result.AddError($"--lifetime '{text}' has no known unit; use d, h, m or s.");
                return default;
        }
    }
}
