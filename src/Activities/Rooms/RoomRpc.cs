using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.ActivitiesService.Rooms;

/// <summary>The calls of RoomService; what they mean stands in the proto.</summary>
public sealed class RoomRpc(Resource<Room> rooms) : RoomService.RoomServiceBase
{
    public override Task<Room> GetRoom(GetRequest request, ServerCallContext context) => rooms.GetAsync(request, context);

    public override Task<ListRoomsResponse> ListRooms(ListRequest request, ServerCallContext context) => rooms.ListAsync<ListRoomsResponse>(request, context);

    public override Task<BatchGetRoomsResponse> BatchGetRooms(BatchGetRequest request, ServerCallContext context) => rooms.BatchGetAsync<BatchGetRoomsResponse>(request, context);

    public override Task<Room> CreateRoom(CreateRoomRequest request, ServerCallContext context) => rooms.CreateAsync(request, context);

    public override Task<Room> UpdateRoom(UpdateRoomRequest request, ServerCallContext context) => rooms.UpdateAsync(request, context);

    public override Task<Room> DeleteRoom(DeleteRequest request, ServerCallContext context) => rooms.DeleteAsync(request, context);

    public override Task<Room> UndeleteRoom(UndeleteRequest request, ServerCallContext context) => rooms.UndeleteAsync(request, context);
}
