namespace Gateway.Web.Access.Login;

/// <summary>Who tries to log in, in a form that is safe for logs.</summary>
internal sealed record LoginOrigin(string User, string? Address)
{
    public string AddressText => Address ?? "an unknown address";
}
