using System.DirectoryServices.Protocols;
using Gateway.Web.Access.Login;
using Gateway.Web.Access.Login.Ldap;

namespace Gateway.Web.Tests.Access.Login.Ldap;

public sealed class LdapFaultsTests
{
    private const string ActiveDirectory = "80090308: LdapErr: DSID-0C09041C, comment: AcceptSecurityContext error, data ";

    [Theory]
    [InlineData(49, "", false, LoginFailure.WrongPassword)]
    [InlineData(49, "", true, LoginFailure.LockedAccount)]
    [InlineData(49, ActiveDirectory + "52e, v4563", false, LoginFailure.WrongPassword)]
    [InlineData(49, ActiveDirectory + "525, v4563", false, LoginFailure.UnknownUser)]
    [InlineData(49, ActiveDirectory + "775, v4563", false, LoginFailure.LockedAccount)]
    [InlineData(49, ActiveDirectory + "533, v4563", false, LoginFailure.LockedAccount)]
    [InlineData(53, "", false, LoginFailure.LockedAccount)]
    [InlineData(19, "", false, LoginFailure.LockedAccount)]
    [InlineData(81, "", false, LoginFailure.Unreachable)]
    [InlineData(85, "", false, LoginFailure.Unreachable)]
    [InlineData(51, "", false, LoginFailure.Unreachable)]
    [InlineData(13, "", false, LoginFailure.Misconfigured)]
    internal void A_refused_bind_is_told_by_code_mark_and_lock(int code, string message, bool isLocked, LoginFailure expected) =>
        Assert.Equal(expected, LdapFaults.ExplainBind(new LdapException(code, "x", message), isLocked, isLate: false).Failure);

    [Fact]
    public void Whatever_fails_after_the_deadline_failed_for_it() =>
        Assert.Equal(LoginFailure.Unreachable, LdapFaults.Explain(new LdapException(1), isLate: true).Failure);
}
