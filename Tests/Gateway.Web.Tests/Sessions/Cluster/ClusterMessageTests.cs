using Gateway.Contracts;
using Gateway.Events;
using Gateway.Protocol;
using Gateway.Serialization;
using Gateway.Values;
using Gateway.Web.Sessions.Cluster;
using Gateway.Web.Sessions.Cluster.JetStream;
using Gateway.Web.Streams.Events;
using Gateway.Web.Tests.Streams.Events;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Tests.Sessions.Cluster;

/// <summary>How events and items become messages, and which settings are accepted.</summary>
public sealed class ClusterMessageTests
{
    [Fact]
    public void Events_that_one_message_cannot_hold_are_divided_between_rows()
    {
        var batch = Batch.FromFrame(EncodedEvents.Body([.. Enumerable.Range(1, 50).Select(i => EncodedEvents.Change(i, 1))]), 0);
        var messages = EventMessages.Of(batch.Rows.Whole, target: 200, most: 10_000).ToList();

        Assert.True(messages.Count > 5);
        Assert.All(messages, message => Assert.InRange(message.Rows.Sum(slice => slice.EncodedLength), 1, 200));
        Assert.Equal(Enumerable.Range(1, 50).Select(i => (long)i), messages.SelectMany(message => Enumerable.Range(0, (int)(message.Last - message.First!.Value + 1)).Select(i => message.First.Value + i)));
        Assert.Equal(batch.Rows.Rows(0, 50).ToArray(), messages.SelectMany(message => message.Rows.SelectMany(slice => slice.Encoded.ToArray())));
    }

    [Fact]
    public void An_event_that_is_larger_than_the_server_takes_is_a_gap_and_its_neighbours_are_published()
    {
        var batch = Batch.FromFrame(
            EncodedEvents.Body([EncodedEvents.Change(1, 1), EncodedEvents.Change(2, 1, MxValue.FromString(new string('x', 1_000))), EncodedEvents.Change(3, 1)]), 0);

        Assert.Equal(
            [(LogMessageKind.Events, 1, 1, null), (LogMessageKind.Gap, 2, 2, "tooLarge"), (LogMessageKind.Events, 3, 3, null)],
            EventMessages.Of(batch.Rows.Whole, target: 500, most: 900).Select(message => (message.Kind, message.First!.Value, message.Last, message.Reason)));
    }

    [Fact]
    public void An_announcement_of_many_items_is_divided_and_loses_none()
    {
        var frame = new StateFrame
        {
            Reset = true,
            Items = [.. Enumerable.Range(1, 100).Select(Item)],
            Former = [.. Enumerable.Range(101, 10).Select(Item)],
            Removed = [.. Enumerable.Range(200, 10).Select(i => new ItemKey { ServerHandle = 1, ItemHandle = i })],
        };
        var parts = ItemAnnouncement.Of(frame, last: 7, through: 9, most: 1_000).ToList();

        Assert.All(parts, part => Assert.True(part.Body.Length <= 1_000 && part is { Last: 7, Through: 9 }));
        Assert.Equal(Enumerable.Range(1, parts.Count).Select(number => ((int, int)?)(number, parts.Count)), parts.Select(part => part.Part));
        var read = parts.Select(part => WireSerializer.Deserialize<StateFrame>(part.Body.Span)).ToList();
        Assert.Equal(Enumerable.Range(1, 100), read.SelectMany(part => part.Items).Select(item => item.ItemHandle));
        Assert.Equal(Enumerable.Range(101, 10), read.SelectMany(part => part.Former).Select(item => item.ItemHandle));
        Assert.Equal(Enumerable.Range(200, 10), read.SelectMany(part => part.Removed).Select(key => key.ItemHandle));
    }

    [Fact]
    public void A_follower_of_items_that_does_not_keep_up_gets_the_whole_table_instead()
    {
        var table = new ItemTable();
        table.Apply(new StateFrame { Items = [Item(1)] });
        var woken = 0;
        using var news = table.Follow(() => woken++);
        Assert.True(Assert.Single(news.Take()) is { Reset: true, Items: [{ ItemHandle: 1 }] });
        Assert.Empty(news.Take());

        table.Apply(new StateFrame { Items = [Item(2)] });
        table.Apply(new StateFrame { Removed = [new ItemKey { ServerHandle = 1, ItemHandle = 1 }] });
        Assert.Equal([false, false], news.Take().Select(frame => frame.Reset));

        table.Apply(new StateFrame { Items = [.. Enumerable.Range(10, ItemNews.MaxWaiting + 1).Select(Item)] });
        var whole = Assert.Single(news.Take());
        Assert.Equal((true, ItemNews.MaxWaiting + 2, 1), (whole.Reset, whole.Items.Count, whole.Former.Count));
        Assert.Equal(3, woken);
    }

    [Fact]
    public void All_wrong_settings_are_listed_at_once_and_none_are_checked_when_nothing_is_published()
    {
        var wrong = new ClusterOptions
        {
            Url = "http://user:secret@plant",
            Site = "a.b",
            User = "u",
            CredentialsFile = "/no/such/file",
            CertificateFile = "/no/such/file",
            Replicas = 0,
            MaxBytes = 0,
            AckSeconds = 20,
        };
        var faults = new ClusterOptionsValidator().Validate(null, wrong).Failures!.ToList();

        foreach (var name in new[] { "Url", "Site", "User", "CredentialsFile", "CertificateFile", "Replicas", "MaxBytes", "LeaseSeconds" })
        {
            Assert.Contains(faults, fault => fault.StartsWith($"Gateway:Cluster:{name} ", StringComparison.Ordinal));
        }

        Assert.DoesNotContain(faults, fault => fault.Contains("secret@", StringComparison.Ordinal));
        wrong.Url = "";
        Assert.Equal(ValidateOptionsResult.Success, new ClusterOptionsValidator().Validate(null, wrong));
        Assert.True(new ClusterOptionsValidator().Validate(null, new ClusterOptions { Url = "nats://a:4222, tls://b", Site = "plant-1" }).Succeeded);
    }

    [Fact]
    public void All_faults_of_a_list_of_sites_are_listed_at_once()
    {
        var wrong = new ClusterOptions
        {
            Site = "plant-1",
            Sites =
            {
                new SiteMembership { Site = "a.b", User = "u", AcceptTokensOf = { "a.b", "nowhere" } },
                new SiteMembership { Site = "plant-2", Url = "http://user:secret@plant", CertificateFile = "/no/such/file" },
                new SiteMembership { Site = "Plant-2", Url = "nats://b", CredentialsFile = "/no/such/file", Password = "p" },
            },
        };
        var faults = new ClusterOptionsValidator().Validate(null, wrong).Failures!.ToList();

        string[] named =
        [
            "Sites", "Site", "Sites:0:Site", "Sites:0:Url", "Sites:0:User", "Sites:0:AcceptTokensOf", "Sites:1:Url", "Sites:1:CertificateFile", "Sites:2:Site", "Sites:2:CredentialsFile", "Sites:2:User",
        ];
        Assert.Equal(named.Order(), faults.Select(fault => fault["Gateway:Cluster:".Length..fault.IndexOf(' ', StringComparison.Ordinal)]).Distinct().Order());
        Assert.Equal(2, faults.Count(fault => fault.Contains("AcceptTokensOf", StringComparison.Ordinal)));
        Assert.DoesNotContain(faults, fault => fault.Contains("secret@", StringComparison.Ordinal));
    }

    [Fact]
    public void A_list_has_at_most_sixteen_sites()
    {
        Assert.True(new ClusterOptionsValidator().Validate(null, With(16)).Succeeded);
        Assert.Contains("17 entries", Assert.Single(new ClusterOptionsValidator().Validate(null, With(17)).Failures!), StringComparison.Ordinal);

        static ClusterOptions With(int sites)
        {
            var options = new ClusterOptions { Role = NodeRole.Edge, Url = "nats://plant" };
            foreach (var number in Enumerable.Range(1, sites))
            {
                options.Sites.Add(new SiteMembership { Site = $"plant-{number}" });
            }

            return options;
        }
    }

    [Fact]
    public void A_site_has_what_its_entry_says_and_otherwise_what_the_section_says()
    {
        var options = new ClusterOptions
        {
            Role = NodeRole.Edge,
            Url = "nats://all",
            CredentialsFile = "all.creds",
            CaFile = "all.pem",
            CertificateFile = "all.crt",
            KeyFile = "all.key",
            AckSeconds = 7,
            Sites = { new SiteMembership { Site = "a" }, new SiteMembership { Site = "b", Url = "nats://b", User = "u", Password = "p", CaFile = "b.pem", CertificateFile = "b.crt", KeyFile = "b.key" } },
        };
        var (a, b) = (options.PerSite()[0], options.PerSite()[1]);

        Assert.Equal(("a", "nats://all", "all.creds", "", "all.pem", "all.crt", "all.key"), (a.Site, a.Url, a.CredentialsFile, a.User, a.CaFile, a.CertificateFile, a.KeyFile));
        // User and credentials file are one thing: the server must not get both.
        Assert.Equal(("b", "nats://b", "", "u", "p"), (b.Site, b.Url, b.CredentialsFile, b.User, b.Password));
        Assert.Equal(("b.pem", "b.crt", "b.key", 7, true), (b.CaFile, b.CertificateFile, b.KeyFile, b.AckSeconds, b.IsEdge));
        Assert.False(a.HasSites);
        var alone = new ClusterOptions { Url = "nats://a", Site = "a" };
        Assert.Same(alone, Assert.Single(alone.PerSite()));
    }

    private static ItemInfo Item(int handle) => new() { ServerHandle = 1, ItemHandle = handle, ItemDefinition = $"Tank{handle}.Level.PV", AddedAfter = handle };
}
