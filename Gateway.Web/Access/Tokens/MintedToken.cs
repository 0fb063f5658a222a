namespace Gateway.Web.Access.Tokens;

/// <summary>A token that was issued and added to the list. Only this record holds the token itself.</summary>
internal sealed record MintedToken(IssuedToken Token, TokenInfo Info)
{
    public override string ToString() => Token.ToString();
}
