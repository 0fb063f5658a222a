namespace Gateway.Web.Access.Login;

/// <summary>A group an account belongs to, directly or through other groups.</summary>
/// <param name="Dn">Its distinguished name.</param>
/// <param name="Name">Its common name, or the value of the first part of its distinguished name.</param>
internal sealed record DirectoryGroup(string Dn, string Name);
