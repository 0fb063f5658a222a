using System.Globalization;
using Gateway.Web.Access.Tokens;

namespace Gateway.Web.Hosting;

/// <summary>
/// The arguments of the offline command: <c>--name value</c> or <c>--name=value</c>, and settings as <c>--Gateway:Store:Path=…</c>.
/// </summary>
internal sealed class TokenArguments
{
    public const string Usage = """
        Gateway.Web token --subject NAME --scopes SCOPE[,SCOPE…] [--lifetime 30d|12h|15m] [--tags TAG[,TAG…]]
                          [--session ID] [--read GLOB[,GLOB…]] [--write GLOB[,GLOB…]] [--label TEXT]
                          [--Gateway:Store:Path=FILE] [--contentRoot DIRECTORY]
        Creates a token directly in the store and prints it. Without --lifetime the token is valid for 30 days.
        """;

    private static readonly TimeSpan DefaultLifetime = TimeSpan.FromDays(30);

    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);

    private TokenArguments()
    {
    }

    /// <summary>Settings for the configuration.</summary>
    public Dictionary<string, string?> Settings { get; } = [];

    public string? ContentRoot => _values.GetValueOrDefault("contentRoot");

    /// <exception cref="ArgumentException">An argument is unknown, is given twice or has no value; the message names it.</exception>
    public static TokenArguments Parse(IReadOnlyList<string> args)
    {
        var parsed = new TokenArguments();
        for (var i = 0; i < args.Count; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
            {
                throw new ArgumentException($"'{args[i]}' is not an argument; names of arguments begin with --.");
            }

            var parts = args[i][2..].Split('=', 2);
            var value = parts.Length == 2 ? parts[1] : i + 1 < args.Count ? args[++i] : throw new ArgumentException($"--{parts[0]} needs a value.");
            parsed.Add(parts[0], value);
        }

        return parsed;
    }

    /// <exception cref="ArgumentException">An argument is missing or cannot be read; the message names it.</exception>
    public TokenRequest ToRequest() => new()
    {
        Subject = Need("subject"),
        Scopes = ListOf("scopes") ?? throw new ArgumentException("--scopes is missing."),
        SessionTags = ListOf("tags") ?? [],
        SessionId = _values.GetValueOrDefault("session"),
        Read = ListOf("read"),
        Write = ListOf("write"),
        Label = _values.GetValueOrDefault("label"),
        Lifetime = _values.TryGetValue("lifetime", out var text) ? LifetimeOf(text) : DefaultLifetime,
    };

    private static TimeSpan LifetimeOf(string text)
    {
        if (text.Length < 2 || !int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count is 0 or > 1_000_000)
        {
            throw new ArgumentException($"--lifetime '{text}' is not a number with a unit, such as 30d, 12h or 15m.");
        }

        return text[^1] switch
        {
            'd' => TimeSpan.FromDays(count),
            'h' => TimeSpan.FromHours(count),
            'm' => TimeSpan.FromMinutes(count),
            's' => TimeSpan.FromSeconds(count),
            _ => throw new ArgumentException($"--lifetime '{text}' has no known unit; use d, h, m or s."),
        };
    }

    private void Add(string name, string value)
    {
        if (name.StartsWith("Gateway:", StringComparison.OrdinalIgnoreCase))
        {
            Settings[name] = value;
            return;
        }

        if (name.ToLowerInvariant() is not ("subject" or "scopes" or "lifetime" or "tags" or "session" or "read" or "write" or "label" or "contentroot"))
        {
            throw new ArgumentException($"--{name} is not a known argument.");
        }

        if (!_values.TryAdd(name, value))
        {
            throw new ArgumentException($"--{name} is given twice.");
        }
    }

    private string Need(string name) =>
        _values.GetValueOrDefault(name) is { Length: > 0 } value ? value : throw new ArgumentException($"--{name} is missing.");

    private string[]? ListOf(string name) => _values.TryGetValue(name, out var text)
        ? text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        : null;
}
