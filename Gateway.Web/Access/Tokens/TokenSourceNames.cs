namespace Gateway.Web.Access.Tokens;

/// <summary>How tokens are created.</summary>
internal static class TokenSourceNames
{
    public const string Admin = "admin";
    public const string Session = "session";
    public const string Login = "login";
    public const string Startup = "startup";
    public const string Offline = "offline";
}
