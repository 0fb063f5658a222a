namespace Gateway.Web.Access.Tokens;

/// <summary>A token that was made and listed. The only moment at which the token itself is there.</summary>
internal sealed record MintedToken(IssuedToken Token, TokenInfo Info)
{
    public override string ToString() => Token.ToString();
}
