namespace Gateway.Web.Access.Callers;

/// <summary>The text of a token that a caller has presented. It has no text form, so that no log can show it.</summary>
internal sealed class PresentedToken(string text)
{
    /// <summary>The token itself, for the node that has to check it too. It is never logged or stored.</summary>
    public string Reveal() => text;
}
