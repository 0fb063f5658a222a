using Gateway.Web.Platform.Settings;

namespace Gateway.Web.Access.Login;

/// <summary>Body of <c>POST /api/login</c>. Its text form leaves the password out.</summary>
internal sealed record LoginRequest(string? User, [property: Secret] string? Password)
{
    public override string ToString() => $"log-in of {LogName.Of(User)}";
}
