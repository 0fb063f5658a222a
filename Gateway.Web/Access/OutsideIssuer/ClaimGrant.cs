namespace Gateway.Web.Access.OutsideIssuer;

/// <summary>What a token gets whose claim has, or contains, a value.</summary>
internal sealed class ClaimGrant
{
    public string Claim { get; set; } = "";

    public string Value { get; set; } = "";

    public IList<string> Scopes { get; } = [];

    public IList<string> SessionTags { get; } = [];
}
