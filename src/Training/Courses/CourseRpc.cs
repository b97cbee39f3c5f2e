using EGovPlatform.Training.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.TrainingService.Courses;

/// <summary>The calls of CourseService; what they mean stands in the proto.</summary>
public sealed class CourseRpc(Resource<Course> courses) : CourseService.CourseServiceBase
{
    public override Task<Course> GetCourse(GetRequest request, ServerCallContext context) => courses.GetAsync(request, context);

    public override Task<ListCoursesResponse> ListCourses(ListRequest request, ServerCallContext context) => courses.ListAsync<ListCoursesResponse>(request, context);

    public override Task<BatchGetCoursesResponse> BatchGetCourses(BatchGetRequest request, ServerCallContext context) => courses.BatchGetAsync<BatchGetCoursesResponse>(request, context);

    public override Task<Course> CreateCourse(CreateCourseRequest request, ServerCallContext context) => courses.CreateAsync(request, context);

    public override Task<Course> UpdateCourse(UpdateCourseRequest request, ServerCallContext context) => courses.UpdateAsync(request, context);

    public override Task<Course> DeleteCourse(DeleteRequest request, ServerCallContext context) => courses.DeleteAsync(request, context);

    public override Task<Course> UndeleteCourse(UndeleteRequest request, ServerCallContext context) => courses.UndeleteAsync(request, context);
}
