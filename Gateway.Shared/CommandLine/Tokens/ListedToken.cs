using Gateway.CommandLine.Output;

namespace Gateway.CommandLine.Tokens;

/// <summary>A token of the list, as far as the table shows it.</summary>
internal sealed record ListedToken
{
    public required string TokenId { get; init; }

    public required string Subject { get; init; }

    public string? Label { get; init; }

    public IReadOnlyList<string> Scopes { get; init; } = [];

    public IReadOnlyList<string> SessionTags { get; init; } = [];

    public DateTime? ExpiresAt { get; init; }

    public string? State { get; init; }

    public string?[] Row() =>
        [TokenId, Subject, State, string.Join(',', Scopes), string.Join(',', SessionTags), ValueText.OfTime(ExpiresAt), Label];
}
