namespace Gateway.Web.Access.OutsideIssuer;

/// <summary>The rights of a token that has a claim with a certain value, or whose claim contains that value.</summary>
internal sealed class ClaimGrant
{
    public string Claim { get; set; } = "";

    public string Value { get; set; } = "";

    public IList<string> Scopes { get; } = [];

    public IList<string> SessionTags { get; } = [];
}
